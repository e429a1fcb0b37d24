import type { ReasonCode } from "../../definition/reason-codes.ts";
import type { Method, RestApiDefinition } from "../../definition/rest-api.ts";
import type { MethodSetting } from "../../definition/stage.ts";
import type { Exchange, StageFacts } from "../exchange.ts";
import { findOwnSetting } from "../method-settings.ts";
import type { Bucket } from "../ports.ts";
import { badAuthorizer } from "./authorizer-refusals.ts";
import { askCognitoAuthorizer, type CognitoAuthorizer, compileCognitoAuthorizer } from "./cognito-authorizer.ts";
import { authenticateIam, demandUndenied, isOwnCaller, type PolicedCaller } from "./iam-authorizer.ts";
import { identityRefusal } from "./identity-policy.ts";
import {
  askLambdaAuthorizer,
  compileLambdaAuthorizer,
  denial,
  evaluateDecision,
  type LambdaAuthorizer,
  toAuthorizerFault,
} from "./lambda-authorizer.ts";
import { invokeAction } from "./method-arn.ts";
import { compileResourcePolicy, demandPolicyAllows, demandPolicyDoesNotDeny, nobody, type ResourcePolicy } from "./resource-policy.ts";
import { bucketsOf, demandApiKey, planBuckets, spendQuota, takeTokens } from "./usage-gate.ts";

/** Every gate before a method; undefined for a method that is open to all without limit. */
export type Access = {
  policy: ResourcePolicy | undefined;
  authorizer: CompiledAuthorizer | undefined;
  keySource: "HEADER" | "AUTHORIZER" | undefined;
  /** The limit of the method on its stage, and that of the account. */
  buckets: readonly [Bucket, ReasonCode][];
};

export type CompiledAuthorizer = { kind: "iam" } | LambdaAuthorizer | CognitoAuthorizer;

export type AccessInput = {
  definition: RestApiDefinition;
  stage: StageFacts;
  method: Method;
  resourcePath: string;
  setting: MethodSetting | undefined;
};

export function compileAccess({ definition, stage, method, resourcePath, setting }: AccessInput): Access | undefined {
  const policy = compileResourcePolicy(definition, stage);
  const authorizer = compileAuthorizer(definition, stage, method);
  const keySource = method.apiKeyRequired ? definition.settings.apiKeySource : undefined;
  const buckets = [...stageBuckets({ stage, method, resourcePath, setting }), ...stage.accountLimits];
  if (policy === undefined && authorizer === undefined && keySource === undefined && buckets.length === 0) return undefined;
  return { policy, authorizer, keySource, buckets };
}

/** The limit of a method on its stage: its own, or what the stage has for every method that has none. */
function stageBuckets({ stage, method, resourcePath, setting }: Omit<AccessInput, "definition">): [Bucket, ReasonCode][] {
  const limits = setting && { rateLimit: setting.throttlingRateLimit, burstLimit: setting.throttlingBurstLimit };
  const own = findOwnSetting(stage.methodSettings, { resourcePath, verb: method.httpMethod });
  const key = `stage/${stage.apiId}/${stage.stageName}${resourcePath}/${method.httpMethod}`;
  return bucketsOf(key, limits, own === undefined ? "THROTTLED_STAGE" : "THROTTLED_METHOD");
}

function compileAuthorizer(definition: RestApiDefinition, stage: StageFacts, method: Method): CompiledAuthorizer | undefined {
  const kind = method.authorizationType.toUpperCase();
  if (kind === "NONE") return undefined;
  if (kind === "AWS_IAM") return { kind: "iam" };
  const authorizer = definition.authorizers.find(({ id }) => id === method.authorizerId);
  if (authorizer === undefined) throw badAuthorizer("The method's authorizer does not exist", { authorizerId: method.authorizerId ?? "" });
  try {
    if (kind === "COGNITO_USER_POOLS" && authorizer.type === kind) return compileCognitoAuthorizer(authorizer, method);
    if (kind === "CUSTOM" && (authorizer.type === "TOKEN" || authorizer.type === "REQUEST"))
      return compileLambdaAuthorizer(authorizer, stage);
  } catch (error) {
    throw toAuthorizerFault(error, authorizer.id);
  }
  // What nobody can decide is refused to everybody.
  throw badAuthorizer(`Authorization of type ${method.authorizationType} by an authorizer of type ${authorizer.type} is not supported`);
}

/** Lets a request through, or throws the refusal of the gate that stopped it. The order is the service's. */
export async function passGates(access: Access, exchange: Exchange): Promise<void> {
  const { trace } = exchange;
  await authorize(access, exchange);
  const { keySource, buckets } = access;
  if (keySource === undefined) {
    if (buckets.length > 0) await trace.step("throttle", () => takeTokens(buckets, exchange));
    return;
  }
  const caller = trace.step("key", () => demandApiKey(keySource, exchange));
  await trace.step("throttle", () => takeTokens([...planBuckets(caller, exchange), ...buckets], exchange));
  await trace.step("plan", () => spendQuota(caller, exchange));
}

// How policy and authorizer work together differs by kind, as the service documents it.
async function authorize({ policy, authorizer }: Access, exchange: Exchange): Promise<void> {
  const { trace } = exchange;
  switch (authorizer?.kind) {
    case undefined:
      if (policy !== undefined) trace.step("policy", () => demandPolicyAllows(policy, exchange));
      return;
    case "iam":
      return authorizeSigned(policy, exchange);
    case "cognito":
      await trace.step("authorizer", () => askCognitoAuthorizer(authorizer, exchange));
      if (policy !== undefined) trace.step("policy", () => demandPolicyAllows(policy, exchange));
      return;
    case "lambda":
      return authorizeByFunction(policy, authorizer, exchange);
  }
}

/**
 * A denial by either policy counts. Callers of the API's own account need the permission of one of them, the access key's or the resource
 * policy; those of other accounts need both.
 */
async function authorizeSigned(policy: ResourcePolicy | undefined, exchange: Exchange): Promise<void> {
  const { trace } = exchange;
  const caller = await trace.step("authorizer", async () => {
    const known = demandUndenied(await authenticateIam(exchange), exchange);
    // Nothing that is looked at later could allow it.
    if (!isOwnCaller(exchange) || policy === undefined) demandIdentityAllows(known, exchange);
    return known;
  });
  if (!isOwnCaller(exchange)) trace.step("policy", () => demandPolicyAllows(policy ?? nobody, exchange, caller.principals));
  else if (policy !== undefined) {
    trace.step("policy", () => {
      const verdict = demandPolicyDoesNotDeny(policy, exchange, caller.principals);
      if (verdict.decision !== "allow") demandIdentityAllows(caller, exchange);
    });
  }
}

function demandIdentityAllows({ policy, verdict }: PolicedCaller, exchange: Exchange): void {
  if (policy === undefined || verdict === undefined || verdict.decision === "allow") return;
  throw identityRefusal(policy, exchange, verdict, invokeAction);
}

/** A denial by either side counts; else one permission, of either side, is enough. */
async function authorizeByFunction(policy: ResourcePolicy | undefined, authorizer: LambdaAuthorizer, exchange: Exchange): Promise<void> {
  const { trace } = exchange;
  const first = policy && trace.step("policy", () => demandPolicyDoesNotDeny(policy, exchange));
  await trace.step("authorizer", async () => {
    const decision = await askLambdaAuthorizer(authorizer, exchange);
    const verdict = evaluateDecision(decision, exchange);
    if (trace.isKept) trace.annotate(authorizerDetails(authorizer, decision));
    if (verdict.decision === "allow" || (verdict.decision === "none" && first?.decision === "allow")) return;
    throw denial(authorizer, decision, exchange, verdict);
  });
}

function authorizerDetails(
  { id }: LambdaAuthorizer,
  { isCached, payload, result }: { isCached: boolean; payload: string; result: { principalId: string } },
) {
  const note = isCached ? `The cached policy of ${result.principalId} allows or denies` : `The function answered for ${result.principalId}`;
  return { note, out: { body: payload.slice(0, 65_536) }, config: { entity: "authorizer", id } };
}
