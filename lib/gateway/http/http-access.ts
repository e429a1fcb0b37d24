import type { ReasonCode } from "../../definition/reason-codes.ts";
import type { Route, RouteSettings, V2ApiDefinition } from "../../definition/v2-api.ts";
import { badAuthorizer } from "../access/authorizer-refusals.ts";
import { authenticateOwnCaller } from "../access/iam-authorizer.ts";
import type { VerifiedTokens } from "../access/jwt.ts";
import { toAuthorizerFault } from "../access/lambda-authorizer.ts";
import { bucketsOf, takeTokens } from "../access/usage-gate.ts";
import type { Exchange, StageFacts } from "../exchange.ts";
import type { Bucket } from "../ports.ts";
import { askFunctionAuthorizer, compileFunctionAuthorizer, type FunctionAuthorizer } from "./function-authorizer.ts";
import { throttleOf } from "./http-stage.ts";
import { askJwtAuthorizer, compileJwtAuthorizer, type JwtAuthorizer, type KnownToken } from "./jwt-authorizer.ts";

/** Every gate before a route. */
export type HttpAccess = {
  authorizer: { kind: "iam" } | JwtAuthorizer | FunctionAuthorizer | undefined;
  /** The limit of the route on its stage, and that of the account. */
  buckets: readonly [Bucket, ReasonCode][];
};

export type HttpAccessInput = {
  definition: V2ApiDefinition;
  stage: StageFacts;
  route: Route;
  limits: RouteSettings;
  /** The tokens that an authorizer verified, for all of its routes. */
  tokensOf(authorizerId: string): VerifiedTokens<KnownToken>;
};

/** Undefined for a route that is open to all without limit. */
export function compileHttpAccess(input: HttpAccessInput): HttpAccess | undefined {
  const { stage, route, limits } = input;
  const authorizer = compileAuthorizer(input);
  const key = `stage/${stage.apiId}/${stage.stageName}/${route.routeKey}`;
  const buckets = [...bucketsOf(key, throttleOf(limits), "THROTTLED_METHOD"), ...stage.accountLimits];
  return authorizer === undefined && buckets.length === 0 ? undefined : { authorizer, buckets };
}

function compileAuthorizer({ definition, stage, route, tokensOf }: HttpAccessInput): HttpAccess["authorizer"] {
  const { authorizationType: type, authorizerId = "" } = route;
  if (type === "NONE") return undefined;
  if (type === "AWS_IAM") return { kind: "iam" };
  const settings = definition.authorizers.find((each) => each.authorizerId === authorizerId);
  if (settings === undefined) throw badAuthorizer("The route's authorizer does not exist", { authorizerId });
  try {
    if (type === "JWT" && settings.authorizerType === "JWT") return compileJwtAuthorizer(settings, route, tokensOf(authorizerId));
    if (type === "CUSTOM" && settings.authorizerType === "REQUEST") return compileFunctionAuthorizer(settings, stage);
  } catch (error) {
    throw toAuthorizerFault(error, authorizerId);
  }
  // What nobody can decide is refused to everybody.
  throw badAuthorizer(`Authorization of type ${type} by an authorizer of type ${settings.authorizerType} is not supported`, {
    authorizerId,
  });
}

/** Lets a request through, or throws the refusal of the gate that stopped it. */
export async function passHttpGates({ authorizer, buckets }: HttpAccess, exchange: Exchange): Promise<void> {
  const { trace } = exchange;
  if (authorizer !== undefined) {
    const asked = trace.step("authorizer", () => askAuthorizer(authorizer, exchange));
    if (asked !== undefined) await asked;
  }
  if (buckets.length > 0) await trace.step("throttle", () => takeTokens(buckets, exchange));
}

function askAuthorizer(authorizer: NonNullable<HttpAccess["authorizer"]>, exchange: Exchange): Promise<void> | void {
  switch (authorizer.kind) {
    case "jwt":
      return askJwtAuthorizer(authorizer, exchange);
    case "function":
      return askFunctionAuthorizer(authorizer, exchange);
    case "iam":
      return askSignature(exchange);
  }
}

async function askSignature(exchange: Exchange): Promise<void> {
  await authenticateOwnCaller(exchange);
  exchange.authorizerEvent = { iam: iamMembers(exchange) };
}

function iamMembers({ identity }: Exchange): Record<string, string | null> {
  return {
    accessKey: identity.accessKey ?? null,
    accountId: identity.accountId ?? null,
    callerId: identity.caller ?? null,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: identity.userArn ?? null,
    userId: identity.user ?? null,
  };
}
