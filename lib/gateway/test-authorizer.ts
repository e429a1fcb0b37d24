import type { Authorizer, RestApiDefinition } from "../definition/rest-api.ts";
import { askCognitoAuthorizer, compileCognitoAuthorizer } from "./access/cognito-authorizer.ts";
import { askLambdaAuthorizer, compileLambdaAuthorizer, toAuthorizerFault } from "./access/lambda-authorizer.ts";
import { collectTrace } from "./collect-trace.ts";
import { Exchange } from "./exchange.ts";
import { gatewayResponseTable } from "./gateway-response-table.ts";
import { parseJson } from "./parse-json.ts";
import type { Ports } from "./ports.ts";
import { type Refusal, toRefusal } from "./refusal.ts";
import { splitTarget, type TestRequest, type TestScope, testRequest, testStage } from "./test-request.ts";

export type TestAuthorizerInput = Omit<TestRequest, "httpMethod"> & {
  pathWithQueryString?: string | undefined;
  stageVariables?: Readonly<Record<string, string>> | undefined;
};

export type TestAuthorizerResult = {
  /** What a client would have got; 0 when the authorizer answered, whatever its policy says. */
  clientStatus: number;
  log: string;
  /** Whole milliseconds. */
  latency: number;
  principalId?: string;
  /** The policy document as JSON. */
  policy?: string;
  authorization?: Record<string, string[]>;
  claims?: Record<string, string>;
  /** Why it did not answer. */
  refusal?: Pick<Refusal, "reason" | "evidence" | "message"> & Partial<Pick<Refusal, "logLine">>;
};

/** Asks an authorizer of a definition about a request that is only told; nothing of it is kept. */
export async function testAuthorizer(
  target: { definition: RestApiDefinition; authorizer: Authorizer },
  input: TestAuthorizerInput,
  ports: Ports,
  scope: TestScope,
): Promise<TestAuthorizerResult> {
  const { definition, authorizer } = target;
  const stage = testStage(definition, { stageName: "ESTestInvoke-stage", stageVariables: input.stageVariables }, scope);
  const [rawPath, rawQuery] = splitTarget(input.pathWithQueryString || "/");
  const trace = collectTrace(ports.clock);
  const exchange = new Exchange(stage, testRequest({ ...input, httpMethod: "GET" }, rawPath, rawQuery), ports, trace);
  const startedMs = ports.clock.monotonicMs();
  const outcome = await ask(authorizer, exchange);
  if (outcome.refusal?.logLine !== undefined) trace.log(outcome.refusal.logLine);
  else if (outcome.refusal === undefined) trace.log("Successfully completed authorizer execution");
  const log = `${[`Execution log for request ${exchange.requestId}`, ...trace.lines].join("\n")}\n`;
  return { ...outcome, log, latency: Math.max(0, Math.round(ports.clock.monotonicMs() - startedMs)) };
}

type Outcome = Omit<TestAuthorizerResult, "log" | "latency">;

async function ask(authorizer: Authorizer, exchange: Exchange): Promise<Outcome> {
  try {
    return authorizer.type === "COGNITO_USER_POOLS" ? await askPool(authorizer, exchange) : await askFunction(authorizer, exchange);
  } catch (error) {
    const refusal = toRefusal(error);
    return { clientStatus: refusal.status ?? gatewayResponseTable[refusal.responseType].status, refusal };
  }
}

async function askFunction(authorizer: Authorizer, exchange: Exchange): Promise<Outcome> {
  const { payload, result } = await askLambdaAuthorizer(compile(authorizer, exchange), exchange);
  const answer = parseJson(payload);
  const policy = typeof answer === "object" && answer !== null ? Reflect.get(answer, "policyDocument") : undefined;
  const entries = Object.entries(result.context).map(([name, value]): [string, string[]] => [name, [value]]);
  exchange.trace.log(`Using valid authorizer policy for principal: ${maskPrincipal(result.principalId)}`);
  return {
    clientStatus: 0,
    principalId: result.principalId,
    policy: JSON.stringify(policy),
    ...(entries.length === 0 ? {} : { authorization: Object.fromEntries(entries) }),
  };
}

function compile(authorizer: Authorizer, { stage }: Exchange) {
  try {
    return compileLambdaAuthorizer(authorizer, stage);
  } catch (error) {
    throw toAuthorizerFault(error, authorizer.id);
  }
}

async function askPool(authorizer: Authorizer, exchange: Exchange): Promise<Outcome> {
  const anyMethod = { httpMethod: "GET" as const, authorizationType: "COGNITO_USER_POOLS", apiKeyRequired: false };
  await askCognitoAuthorizer(compileCognitoAuthorizer(authorizer, anyMethod), exchange);
  const claims = exchange.authorizer?.claims;
  // The authorizer makes all claims texts.
  return { clientStatus: 0, claims: claims as Record<string, string> };
}

// As the service shows principals: only the end can be read.
function maskPrincipal(principalId: string): string {
  const shown = principalId.slice(-3);
  return principalId.length > shown.length ? "*".repeat(principalId.length - shown.length) + shown : "*".repeat(principalId.length);
}
