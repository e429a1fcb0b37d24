import type { CorsConfiguration } from "../../definition/v2-api.ts";
import type { Exchange } from "../exchange.ts";
import { findHeader, type GatewayReply, headerValues, removeHeader } from "../message.ts";

/** The CORS configuration of an API, made ready. */
export type CompiledCors = {
  allowsOrigin(origin: string): boolean;
  /** The origin of the caller is not named when all of them may read, without credentials. */
  namesAll: boolean;
  shared: readonly string[];
  preflight: readonly string[];
  exposed: readonly string[];
};

export function compileCors(cors: CorsConfiguration | undefined): CompiledCors | undefined {
  if (cors === undefined) return undefined;
  const { allowOrigins = [], allowMethods = [], allowHeaders = [], exposeHeaders = [], maxAge, allowCredentials } = cors;
  const exact = new Set(allowOrigins.map((origin) => origin.toLowerCase()));
  // `https://*` stands for every origin with that scheme.
  const schemes = [...exact].filter((origin) => /^https?:\/\/\*$/.test(origin)).map((origin) => origin.slice(0, -1));
  const listed = (name: string, values: readonly string[]) => (values.length === 0 ? [] : [name, values.join(",")]);
  return {
    allowsOrigin: (origin) => {
      const given = origin.toLowerCase();
      return exact.has("*") || exact.has(given) || schemes.some((scheme) => given.startsWith(scheme));
    },
    namesAll: exact.has("*") && allowCredentials !== true,
    shared: allowCredentials === true ? ["Access-Control-Allow-Credentials", "true"] : [],
    preflight: [
      ...listed("Access-Control-Allow-Methods", allowMethods),
      ...listed("Access-Control-Allow-Headers", allowHeaders),
      ...(maxAge === undefined ? [] : ["Access-Control-Max-Age", String(maxAge)]),
    ],
    exposed: listed("Access-Control-Expose-Headers", exposeHeaders),
  };
}

/** Whether a browser asks before it sends the request itself. */
export function isPreflight({ request }: Exchange): boolean {
  if (request.method !== "OPTIONS") return false;
  const { headers } = request;
  return findHeader(headers, "origin") !== undefined && findHeader(headers, "access-control-request-method") !== undefined;
}

/** The gateway's own answer to a preflight; another origin gets no permission. */
export function answerPreflight(cors: CompiledCors, exchange: Exchange): GatewayReply {
  const origin = allowedOrigin(cors, exchange);
  const headers = origin === undefined ? [] : [...originHeaders(cors, origin), ...cors.preflight];
  return { status: 204, headers, body: "", isGatewayResponse: true };
}

/** Puts the configured headers in the place of those that the integration sent. */
export function applyCors(cors: CompiledCors, exchange: Exchange, reply: GatewayReply): void {
  const { headers } = reply;
  const own = new Set<string>();
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]?.toLowerCase() ?? "";
    if (name.startsWith("access-control-")) own.add(name);
  }
  for (const name of own) removeHeader(headers, name);
  const origin = allowedOrigin(cors, exchange);
  if (origin === undefined) return;
  headers.push(...originHeaders(cors, origin), ...cors.exposed);
  // A shared cache must not give one origin what was said to another.
  const varies = headerValues(headers, "vary").some((value) => /(^|,)\s*(origin|\*)\s*(,|$)/i.test(value));
  if (!cors.namesAll && !varies) headers.push("Vary", "Origin");
}

function allowedOrigin(cors: CompiledCors, { request }: Exchange): string | undefined {
  const origin = findHeader(request.headers, "origin");
  return origin !== undefined && cors.allowsOrigin(origin) ? origin : undefined;
}

function originHeaders({ namesAll, shared }: CompiledCors, origin: string): string[] {
  return ["Access-Control-Allow-Origin", namesAll ? "*" : origin, ...shared];
}
