import type { Authorizer } from "../../definition/rest-api.ts";
import type { Expression } from "../../expressions/expression.ts";
import { evaluatePolicy } from "../../policy/evaluate-policy.ts";
import type { Verdict } from "../../policy/policy.ts";
import { compileRegex, type Regex } from "../../regex/compile-regex.ts";
import { RegexBudgetError } from "../../regex/syntax.ts";
import type { Exchange, StageFacts } from "../exchange.ts";
import { compileFunctionTarget, type FunctionTarget, invokeRequest } from "../integrations/invoke-function.ts";
import { parseJson } from "../parse-json.ts";
import { Refusal } from "../refusal.ts";
import { requestEvent, tokenEvent } from "./authorizer-event.ts";
import { authorizerFailed, badAuthorizer, unauthorized } from "./authorizer-refusals.ts";
import { type AuthorizerResult, readAuthorizerResult } from "./authorizer-result.ts";
import { callAuthorizer } from "./call-authorizer.ts";
import { compileIdentitySources, readIdentity } from "./identity-sources.ts";
import { invokeAction, methodArn } from "./method-arn.ts";
import { policyContext } from "./policy-context.ts";

export type LambdaAuthorizer = {
  kind: "lambda";
  id: string;
  takesToken: boolean;
  sources: readonly Expression[];
  tokenPattern: Regex | undefined;
  ttlSeconds: number;
  target: FunctionTarget;
};

const ttlDefaultSeconds = 300;

export function compileLambdaAuthorizer(authorizer: Authorizer, stage: StageFacts): LambdaAuthorizer {
  const takesToken = authorizer.type === "TOKEN";
  const pattern = authorizer.identityValidationExpression;
  return {
    kind: "lambda",
    id: authorizer.id,
    takesToken,
    sources: compileIdentitySources(authorizer.identitySource ?? (takesToken ? "method.request.header.Authorization" : undefined)),
    tokenPattern: takesToken && pattern ? compileRegex(pattern) : undefined,
    ttlSeconds: authorizer.authorizerResultTtlInSeconds ?? ttlDefaultSeconds,
    target: compileFunctionTarget(authorizer.authorizerUri, stage),
  };
}

export type LambdaDecision = { result: AuthorizerResult; payload: string; isCached: boolean };

/** Asks the function, or the cache, and lets the exchange know who calls. What the answer allows is the caller's matter. */
export async function askLambdaAuthorizer(authorizer: LambdaAuthorizer, exchange: Exchange): Promise<LambdaDecision> {
  const identity = readIdentity(authorizer.sources, exchange);
  if (identity === undefined) throw unauthorized("TOKEN_MISSING", { authorizerId: authorizer.id });
  checkToken(authorizer, identity[0] ?? "");
  const decision = await findDecision(authorizer, exchange, identity);
  const { principalId, context, usageIdentifierKey } = decision.result;
  exchange.authorizer = { principalId, ...context, integrationLatency: decision.ms };
  exchange.usageIdentifierKey = usageIdentifierKey;
  return decision;
}

function checkToken({ tokenPattern, id }: LambdaAuthorizer, token: string): void {
  if (tokenPattern === undefined) return;
  try {
    if (tokenPattern.matches(token)) return;
  } catch (error) {
    if (!(error instanceof RegexBudgetError)) throw error;
  }
  throw unauthorized("TOKEN_PATTERN", { authorizerId: id });
}

type Found = LambdaDecision & { ms: number };

async function findDecision(authorizer: LambdaAuthorizer, exchange: Exchange, identity: readonly string[]): Promise<Found> {
  const { apiId, stageName } = exchange.stage;
  const cache = exchange.ports.authorizerCache;
  const keeps = authorizer.ttlSeconds > 0 && identity.length > 0;
  const key = { stage: `${apiId}/${stageName}`, entry: JSON.stringify([authorizer.id, ...identity]) };
  const kept = keeps ? await cache.find(key) : undefined;
  if (kept !== undefined) return { result: readAuthorizerResult(kept, authorizer.id), payload: kept, isCached: true, ms: 0 };
  const { payload, ms } = await invoke(authorizer, exchange, identity[0] ?? "");
  const result = readAuthorizerResult(payload, authorizer.id);
  if (keeps) cache.put(key, payload, authorizer.ttlSeconds);
  return { result, payload, isCached: false, ms };
}

async function invoke(authorizer: LambdaAuthorizer, exchange: Exchange, token: string): Promise<{ payload: string; ms: number }> {
  const event = authorizer.takesToken ? tokenEvent(exchange, token) : requestEvent(exchange);
  const request = invokeRequest(authorizer.target, exchange, {
    headers: ["Content-Type", "application/json"],
    body: JSON.stringify(event),
  });
  exchange.trace.log(`Starting authorizer: ${authorizer.id} for request: ${exchange.requestId}`);
  const answer = await callAuthorizer(request, exchange, authorizer.id);
  if (!answer.hasFailed) return answer;
  const message = errorMessageOf(answer.payload);
  if (message === "Unauthorized") throw unauthorized("TOKEN_MISSING", { authorizerId: authorizer.id, answer: "Unauthorized" });
  throw authorizerFailed("Authorizer error", { authorizerId: authorizer.id, ...(message && { message: message.slice(0, 512) }) });
}

function errorMessageOf(payload: string): string | undefined {
  const error = parseJson(payload);
  const message = typeof error === "object" && error !== null ? Reflect.get(error, "errorMessage") : undefined;
  return typeof message === "string" ? message : undefined;
}

/** What the policy of the answer says about this method: a cached policy is looked at anew for each. */
export function evaluateDecision({ result }: LambdaDecision, exchange: Exchange): Verdict {
  const request = {
    action: invokeAction,
    resource: methodArn(exchange),
    principals: [result.principalId],
    context: policyContext(exchange),
  };
  return evaluatePolicy(result.policy, request);
}

/** The refusal for a policy that denies this method, or does not allow it. */
export function denial(authorizer: LambdaAuthorizer, decision: LambdaDecision, exchange: Exchange, verdict: Verdict): Refusal {
  const plain = "User is not authorized to access this resource";
  return new Refusal({
    responseType: "ACCESS_DENIED",
    reason: decision.isCached ? "AUTHORIZER_DENY_CACHED" : "AUTHORIZER_DENY",
    message: verdict.decision === "deny" ? `${plain} with an explicit deny` : plain,
    evidence: {
      authorizerId: authorizer.id,
      principalId: decision.result.principalId,
      resource: methodArn(exchange),
      statement: verdict.decision === "none" ? "none applies" : String(verdict.statement + 1),
    },
    logLine: "The client is not authorized to perform this operation.",
  });
}

/** Makes any fault of compiling an authorizer the service's answer for one that is not set up right. */
export function toAuthorizerFault(error: unknown, id: string): Refusal {
  if (error instanceof Refusal) return badAuthorizer(error.evidence.fault ?? error.message, { authorizerId: id });
  return badAuthorizer(error instanceof Error ? error.message : String(error), { authorizerId: id });
}
