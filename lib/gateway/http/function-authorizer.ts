import type { V2Authorizer } from "../../definition/v2-api.ts";
import type { RequestExpression } from "../../expressions/request-expression.ts";
import { evaluatePolicy } from "../../policy/evaluate-policy.ts";
import { parsePolicy } from "../../policy/parse-policy.ts";
import type { Policy } from "../../policy/policy.ts";
import { type AskedFunction, askFunction } from "../access/ask-function.ts";
import { badAuthorizerResult, unauthorized } from "../access/authorizer-refusals.ts";
import { invokeAction, methodArn } from "../access/method-arn.ts";
import { policyContext } from "../access/policy-context.ts";
import type { Exchange, StageFacts } from "../exchange.ts";
import { compileFunctionTarget } from "../integrations/invoke-function.ts";
import { parseJson } from "../parse-json.ts";
import { Refusal } from "../refusal.ts";
import { eventParts } from "./event-parts.ts";
import { event1, event2 } from "./events.ts";
import { compileIdentity, readIdentityOf } from "./identity.ts";

export type FunctionAuthorizer = AskedFunction & {
  kind: "function";
  sources: readonly RequestExpression[];
  version: "1.0" | "2.0";
  /** It answers yes or no, not with a policy. */
  isSimple: boolean;
};

export function compileFunctionAuthorizer(authorizer: V2Authorizer, stage: StageFacts): FunctionAuthorizer {
  const version = authorizer.authorizerPayloadFormatVersion === "2.0" ? "2.0" : "1.0";
  return {
    kind: "function",
    id: authorizer.authorizerId,
    sources: compileIdentity(authorizer.identitySource),
    version,
    isSimple: version === "2.0" && authorizer.enableSimpleResponses === true,
    // Unlike those of REST APIs, they keep nothing unless told to.
    ttlSeconds: authorizer.authorizerResultTtlInSeconds ?? 0,
    target: compileFunctionTarget(authorizer.authorizerUri, stage),
  };
}

/** Asks the function, or the cache, and throws the refusal for a caller whom it does not let in. */
export async function askFunctionAuthorizer(authorizer: FunctionAuthorizer, exchange: Exchange): Promise<void> {
  const identity = readIdentityOf(authorizer.sources, exchange);
  if (identity === undefined) throw unauthorized("TOKEN_MISSING", { authorizerId: authorizer.id });
  const check = (payload: string) => void readResult(authorizer, payload);
  const event = () => authorizerEvent(authorizer, exchange, identity);
  const { payload, isCached } = await askFunction(authorizer, exchange, { identity, event, check });
  const result = readResult(authorizer, payload);
  const { trace } = exchange;
  if (trace.isKept) {
    const note = isCached ? "The cached answer allows or denies" : "The function answered";
    trace.annotate({ note, out: { body: payload.slice(0, 65_536) }, config: { entity: "authorizer", id: authorizer.id } });
  }
  if (!allows(result, exchange)) throw denial(authorizer, exchange, isCached);
  const principal = result.principalId === undefined ? {} : { principalId: result.principalId };
  exchange.authorizer = { ...principal, ...result.context };
  exchange.authorizerEvent = { lambda: Object.keys(result.context).length === 0 ? null : result.context };
}

function authorizerEvent({ version }: FunctionAuthorizer, exchange: Exchange, identity: readonly string[]): Record<string, unknown> {
  const parts = eventParts(exchange);
  if (version === "2.0") {
    const { version: _, ...event } = event2(exchange, parts);
    return { version, type: "REQUEST", routeArn: methodArn(exchange), identitySource: identity, ...event };
  }
  const { version: _, ...event } = event1(exchange, parts);
  const identitySource = identity.join(",");
  return {
    version,
    type: "REQUEST",
    methodArn: methodArn(exchange),
    identitySource,
    authorizationToken: identitySource,
    ...event,
    queryStringParameters: event.queryStringParameters ?? {},
    multiValueQueryStringParameters: event.multiValueQueryStringParameters ?? {},
    pathParameters: event.pathParameters ?? {},
    stageVariables: event.stageVariables ?? {},
  };
}

type Result = {
  context: Readonly<Record<string, unknown>>;
  principalId: string | undefined;
  decision: { kind: "simple"; isAuthorized: boolean } | { kind: "policy"; policy: Policy };
};

function readResult({ id, isSimple }: FunctionAuthorizer, payload: string): Result {
  const bad = (fault: string) => badAuthorizerResult(fault, { authorizerId: id });
  const result = parseJson(payload);
  if (!isRecord(result)) throw bad("The authorizer result is no object");
  const { isAuthorized, principalId, policyDocument, context } = result;
  if (context !== undefined && context !== null && !isRecord(context)) throw bad("The context of the authorizer result is no map");
  const known = { context: context ?? {}, principalId: typeof principalId === "string" ? principalId : undefined };
  if (isSimple) {
    if (typeof isAuthorized !== "boolean") throw bad("The authorizer result does not say isAuthorized");
    return { ...known, decision: { kind: "simple", isAuthorized } };
  }
  if (known.principalId === undefined || known.principalId === "") throw bad("Authorizer result has no principalId");
  const parsed = parsePolicy(policyDocument);
  if (!parsed.ok) throw bad(`Could not parse policy: ${parsed.message}`);
  return { ...known, decision: { kind: "policy", policy: parsed.policy } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// A kept policy is looked at anew for each route.
function allows({ decision, principalId = "" }: Result, exchange: Exchange): boolean {
  if (decision.kind === "simple") return decision.isAuthorized;
  const request = { action: invokeAction, resource: methodArn(exchange), principals: [principalId], context: policyContext(exchange) };
  return evaluatePolicy(decision.policy, request).decision === "allow";
}

function denial({ id }: FunctionAuthorizer, exchange: Exchange, isCached: boolean): Refusal {
  return new Refusal({
    responseType: "ACCESS_DENIED",
    reason: isCached ? "AUTHORIZER_DENY_CACHED" : "AUTHORIZER_DENY",
    evidence: { authorizerId: id, resource: methodArn(exchange) },
    logLine: "The client is not authorized to perform this operation.",
  });
}
