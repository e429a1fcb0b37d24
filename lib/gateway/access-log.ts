import { type ContextVariables, contextVariables, identityOf } from "./context-variables.ts";
import type { Exchange } from "./exchange.ts";
import type { HideSecrets } from "./hide-secrets.ts";
import type { ServedFacts } from "./ports.ts";

/** The format of an access log, made ready: texts and paths below `$context` in turn. */
export type AccessFormat = readonly (string | readonly string[])[];

/** What is known of a request only when its answer is made. */
export type Answered = { status: number; responseBytes: number; ms: number; facts: ServedFacts };

const variable = /\$context\.([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)/g;

export function compileAccessFormat(format: string): AccessFormat {
  const parts: (string | readonly string[])[] = [];
  let end = 0;
  for (const match of format.matchAll(variable)) {
    parts.push(format.slice(end, match.index), (match[1] ?? "").split("."));
    end = match.index + match[0].length;
  }
  parts.push(format.slice(end));
  return parts.filter((part) => part !== "");
}

// A line is one line, and no caller makes it endless.
const valueMax = 4_096;

/** The line of the access log for a request that was answered; what has no value is a hyphen. */
export function accessLine(format: AccessFormat, exchange: Exchange, answered: Answered): string {
  const context = logContext(exchange, answered);
  const { hide } = exchange.stage;
  const line = format.map((part) => (typeof part === "string" ? part : textOf(context, part, hide))).join("");
  return hide?.(line) ?? line;
}

function textOf(context: ContextVariables, path: readonly string[], hide: HideSecrets | undefined): string {
  let value: unknown = context;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return "-";
    value = Reflect.get(value, name);
  }
  if (value === null || value === undefined || value === "" || typeof value === "object") return "-";
  const text = String(value);
  // Before it is cut, which could leave a part of a secret.
  return (hide?.(text) ?? text).slice(0, valueMax).replace(/[\r\n]+/g, " ");
}

function logContext(exchange: Exchange, { status, responseBytes, ms, facts }: Answered): ContextVariables {
  const latency = facts.integrationMs === undefined ? undefined : Math.round(facts.integrationMs);
  const integrationStatus = exchange.backend?.status;
  const failure = integrationStatus === undefined && latency !== undefined ? facts.refusal?.message : undefined;
  const context = contextVariables(exchange);
  return {
    ...context,
    identity: { ...identityOf(exchange), apiKey: maskKey(exchange.identity.apiKey) },
    status,
    responseLength: responseBytes,
    responseLatency: Math.round(ms),
    integrationLatency: latency,
    integrationStatus,
    integrationErrorMessage: failure,
    integration: { latency, status: integrationStatus, integrationStatus, error: failure, requestId: context.awsEndpointRequestId },
    // The id alone; stages that do not trace have none.
    xrayTraceId: /Root=([^;]+)/.exec(String(context.xrayTraceId))?.[1],
  };
}

/** Logs name a key without giving it away. */
function maskKey(value: string | undefined): string | undefined {
  return value === undefined ? undefined : `****${value.slice(-4)}`;
}
