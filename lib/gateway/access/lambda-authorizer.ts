import type { Authorizer } from "../../definition/rest-api.ts";
import type { Expression } from "../../expressions/expression.ts";
import { evaluatePolicy } from "../../policy/evaluate-policy.ts";
import type { Verdict } from "../../policy/policy.ts";
import { compileRegex, type Regex } from "../../regex/compile-regex.ts";
import type { Exchange, StageFacts } from "../exchange.ts";
import { compileFunctionTarget } from "../integrations/invoke-function.ts";
import { Refusal } from "../refusal.ts";
import { type AskedFunction, askFunction } from "./ask-function.ts";
import { requestEvent, tokenEvent } from "./authorizer-event.ts";
import { badAuthorizer, unauthorized } from "./authorizer-refusals.ts";
import { type AuthorizerResult, readAuthorizerResult } from "./authorizer-result.ts";
import { compileIdentitySources, readIdentity } from "./identity-sources.ts";
import { matchesToken } from "./matches-token.ts";
import { invokeAction, methodArn } from "./method-arn.ts";
import { policyContext } from "./policy-context.ts";

export type LambdaAuthorizer = AskedFunction & {
  kind: "lambda";
  takesToken: boolean;
  sources: readonly Expression[];
  tokenPattern: Regex | undefined;
  /** Kept answers that were read, by their text. */
  read: Map<string, AuthorizerResult>;
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
    read: new Map(),
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
  if (tokenPattern === undefined || matchesToken(tokenPattern, token)) return;
  throw unauthorized("TOKEN_PATTERN", { authorizerId: id });
}

type Found = LambdaDecision & { ms: number };

async function findDecision(authorizer: LambdaAuthorizer, exchange: Exchange, identity: readonly string[]): Promise<Found> {
  const event = () => (authorizer.takesToken ? tokenEvent(exchange, identity[0] ?? "") : requestEvent(exchange));
  const check = (payload: string) => void readKept(authorizer, payload);
  const answer = await askFunction(authorizer, exchange, { identity, event, check });
  return { ...answer, result: readKept(authorizer, answer.payload) };
}

// Reading a policy takes longer than all else about a kept answer.
const readMax = 1_000;

function readKept({ id, read }: LambdaAuthorizer, payload: string): AuthorizerResult {
  const known = read.get(payload);
  if (known !== undefined) return known;
  const result = readAuthorizerResult(payload, id);
  const oldest = read.size >= readMax ? read.keys().next().value : undefined;
  if (oldest !== undefined) read.delete(oldest);
  read.set(payload, result);
  return result;
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
