import { type ServiceParameter, type ServiceSubtype, serviceSubtypes } from "../../definition/service-subtypes.ts";
import { evaluateRequestExpression, type RequestExpression, readsBody } from "../../expressions/request-expression.ts";
import type { Exchange } from "../exchange.ts";
import { encodeComponent } from "../integration-url.ts";
import { callBackend } from "../integrations/call-backend.ts";
import type { CompiledIntegration } from "../integrations/integration.ts";
import { passAnswer } from "../integrations/pass-answer.ts";
import { type ServiceCall, signedCall } from "../integrations/signed-call.ts";
import { parseJson } from "../parse-json.ts";
import { configurationError, Refusal } from "../refusal.ts";
import { answerHeaders } from "./http-headers.ts";
import type { HttpIntegrationSource } from "./integrations.ts";
import { compileExpression, requestSources } from "./request-sources.ts";

/** A call of an AWS service whose parameters come from the request. */
export function compileServiceCall({ stage, integration }: HttpIntegrationSource): CompiledIntegration {
  const name = integration.integrationSubtype ?? "";
  const subtype = Object.hasOwn(serviceSubtypes, name) ? serviceSubtypes[name] : undefined;
  if (subtype === undefined) throw configurationError(`Integration subtype ${name} is not supported`);
  const given = Object.entries(integration.requestParameters ?? {}).map(([key, value]) => [key, compileExpression(value)] as const);
  const needsBody = given.some(([, expression]) => readsBody(expression, "request"));
  const settings = { timeoutMs: integration.timeoutInMillis, skipsCertificateCheck: false };
  return {
    async buildRequest(exchange) {
      const body = needsBody ? (await exchange.request.body.collect()).toString("utf8") : "";
      const values = readParameters(given, exchange, body);
      const call = subtype.protocol === "json" ? jsonCall(subtype, values) : pathCall(subtype, values);
      return signedCall(call, { service: subtype.service, region: values.get("Region") ?? stage.region }, exchange);
    },
    invoke: (request, exchange) => callBackend(settings, request, exchange),
    buildResponse: (_exchange, answer) => passAnswer(answer, { isStreamed: false, passHeaders: serviceHeaders }),
  };
}

type Given = readonly (readonly [string, RequestExpression])[];
type Values = ReadonlyMap<string, string>;

function readParameters(given: Given, exchange: Exchange, body: string): Values {
  const sources = requestSources(exchange, () => body);
  const values = new Map<string, string>();
  for (const [name, expression] of given) {
    const value = evaluateRequestExpression(expression, sources);
    if (value !== undefined && value !== "") values.set(name, value);
  }
  return values;
}

function jsonCall(subtype: ServiceSubtype & { protocol: "json" }, values: Values): ServiceCall {
  const members: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(subtype.parameters)) {
    const value = demand(name, parameter, values);
    if (value !== undefined) members[parameter.as ?? name] = memberOf(name, parameter, value);
  }
  const body = JSON.stringify(subtype.within === undefined ? members : { [subtype.within]: [members] });
  const headers = ["X-Amz-Target", subtype.target, "Content-Type", `application/x-amz-json-${subtype.version}`];
  return { method: "POST", path: "/", query: "", headers, body };
}

function pathCall(subtype: ServiceSubtype & { protocol: "path" }, values: Values): ServiceCall {
  for (const [name, parameter] of Object.entries(subtype.parameters)) demand(name, parameter, values);
  const path = subtype.path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeComponent(values.get(name) ?? ""));
  const query = subtype.query.flatMap((name) => {
    const value = values.get(name);
    return value === undefined ? [] : [`${subtype.parameters[name]?.as ?? name}=${encodeComponent(value)}`];
  });
  return { method: "GET", path, query: query.join("&"), headers: [], body: "" };
}

function demand(name: string, { isRequired }: ServiceParameter, values: Values): string | undefined {
  const value = values.get(name);
  if (value !== undefined || isRequired !== true) return value;
  throw badParameter("PARAM_MISSING", name, `Missing required parameter: ${name}`);
}

/** A parameter as the call has it; what cannot be read as its kind is the caller's fault. */
function memberOf(name: string, { kind }: ServiceParameter, value: string): unknown {
  if (kind === "text") return value;
  if (kind === "number" || kind === "instant") {
    const parsed = kind === "instant" && !/^[\d.]+$/.test(value) ? Date.parse(value) / 1_000 : Number(value);
    if (!Number.isFinite(parsed)) throw badParameter("BODY_INVALID", name, `Invalid value of parameter: ${name}`);
    return parsed;
  }
  const parsed = parseJson(value);
  if (kind === "list") return Array.isArray(parsed) ? parsed : value.split(",").map((entry) => entry.trim());
  if (typeof parsed !== "object" || parsed === null) throw badParameter("BODY_INVALID", name, `Invalid value of parameter: ${name}`);
  return parsed;
}

function badParameter(reason: "PARAM_MISSING" | "BODY_INVALID", parameter: string, logLine: string): Refusal {
  return new Refusal({ responseType: "BAD_REQUEST_PARAMETERS", reason, evidence: { parameter }, logLine });
}

/** The id of the service's own request stays behind the gateway. */
function serviceHeaders(headers: readonly string[]): string[] {
  const passed = answerHeaders(headers);
  for (let i = passed.length - 2; i >= 0; i -= 2) if (/^x-amzn?-request-?id$/i.test(passed[i] ?? "")) passed.splice(i, 2);
  return passed;
}
