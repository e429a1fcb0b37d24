import type { Gate } from "../definition/gates.ts";
import type { Method, RestApiDefinition } from "../definition/rest-api.ts";
import { explainPolicy, type StatementFinding } from "../policy/explain-policy.ts";
import { type Access, compileAccess } from "./access/access.ts";
import { askCognitoAuthorizer } from "./access/cognito-authorizer.ts";
import { authenticateIam, demandUndenied, recognize } from "./access/iam-authorizer.ts";
import { identityRefusal } from "./access/identity-policy.ts";
import { askLambdaAuthorizer, denial, evaluateDecision, type LambdaAuthorizer } from "./access/lambda-authorizer.ts";
import { invokeAction, methodArn } from "./access/method-arn.ts";
import { policyContext } from "./access/policy-context.ts";
import { evaluateResourcePolicy, type ResourcePolicy } from "./access/resource-policy.ts";
import { collectTrace } from "./collect-trace.ts";
import { Exchange, type StageFacts } from "./exchange.ts";
import { gatewayResponseTable } from "./gateway-response-table.ts";
import { hideInValues } from "./hide-secrets.ts";
import type { PrivateNetwork } from "./message.ts";
import type { AccessKeyHolder, Ports } from "./ports.ts";
import { toRefusal } from "./refusal.ts";
import { splitTarget, testRequest } from "./test-request.ts";

/** A call that is only described. */
export type DescribedCall = {
  resourceId: string;
  resourcePath: string;
  /** Path with query string, without the stage. */
  target: string;
  headers: Readonly<Record<string, readonly string[]>>;
  sourceIp: string;
  network?: PrivateNetwork | undefined;
  /** Whose access key signs the call; a description has no signature. */
  signer?: { accessKeyId: string; holder: AccessKeyHolder } | undefined;
};

type Target = { definition: RestApiDefinition; stage: StageFacts; method: Method };

/** What the resource policy and the authorizer say about a described call; each is asked, also when one before it refuses. */
export async function simulateAccess({ definition, stage, method }: Target, call: DescribedCall, ports: Ports): Promise<Gate[]> {
  const exchange = describedExchange(stage, method, call, ports);
  let access: Access | undefined;
  try {
    access = compileAccess({ definition, stage, method, resourcePath: call.resourcePath, setting: undefined });
  } catch (error) {
    return [shownGate(stage, refusingGate("Authorizer", error))];
  }
  const authorizer = await askAuthorizer(access, exchange, call.signer);
  return [policyGate(access, exchange, authorizer), authorizer.gate].map((gate) => shownGate(stage, gate));
}

/** Without secret variables of the stage: functions get them, and may repeat them in what they say. */
function shownGate({ hide }: StageFacts, gate: Gate): Gate {
  if (hide === undefined) return gate;
  const { sentence, evidence, ...others } = gate;
  return { ...others, sentence: hide(sentence), ...(evidence && { evidence: hideInValues(hide, evidence) }) };
}

function describedExchange(stage: StageFacts, method: Method, call: DescribedCall, ports: Ports): Exchange {
  const [rawPath, rawQuery] = splitTarget(call.target);
  const verb = method.httpMethod === "ANY" ? "GET" : method.httpMethod;
  const request = {
    ...testRequest({ httpMethod: verb, multiValueHeaders: call.headers }, rawPath, rawQuery),
    fullPath: `/${stage.stageName}${rawPath}`,
    sourceIp: call.sourceIp,
    network: call.network,
  };
  const exchange = new Exchange(stage, request, ports, collectTrace(ports.clock, stage.hide));
  exchange.route = { resourceId: call.resourceId, resourcePath: call.resourcePath, verb: method.httpMethod };
  return exchange;
}

/** `isAllowed`: an allowing policy is not needed any more. */
type Asked = { gate: Gate; isAllowed: boolean; principals: readonly string[] };

const authorizerName = "Authorizer";

async function askAuthorizer(access: Access | undefined, exchange: Exchange, signer: DescribedCall["signer"]): Promise<Asked> {
  const authorizer = access?.authorizer;
  const gate = (verdict: Gate["verdict"], sentence: string): Gate => ({ name: authorizerName, verdict, sentence });
  if (authorizer === undefined) {
    return { gate: gate("skipped", "The method asks for no authorization."), isAllowed: false, principals: [] };
  }
  try {
    switch (authorizer.kind) {
      case "iam":
        return await askSigned(access?.policy, exchange, signer);
      case "cognito":
        await askCognitoAuthorizer(authorizer, exchange);
        return { gate: gate("passes", "The token is good."), isAllowed: false, principals: [] };
      case "lambda":
        return await askFunction(authorizer, access?.policy, exchange);
    }
  } catch (error) {
    return { gate: refusingGate(authorizerName, error), isAllowed: false, principals: [] };
  }
}

/** The same for a signature and the policy of the access key that made it. */
async function askSigned(resourcePolicy: ResourcePolicy | undefined, exchange: Exchange, signer: DescribedCall["signer"]): Promise<Asked> {
  const caller = signer === undefined ? await authenticateIam(exchange) : recognize(exchange, signer.holder, signer.accessKeyId);
  const { principals, policy, verdict } = demandUndenied(caller, exchange);
  const signed = `The call is signed by ${principals[0] ?? ""}`;
  const passing = (sentence: string, isAllowed: boolean): Asked => ({
    gate: { name: authorizerName, verdict: "passes", sentence },
    isAllowed,
    principals,
  });
  if (policy === undefined || verdict === undefined) return passing(`${signed}.`, true);
  if (verdict.decision === "allow")
    return passing(`${signed}, and statement ${verdict.statement + 1} of the key's policy allows it.`, true);
  if (resourcePolicy !== undefined && evaluateResourcePolicy(resourcePolicy, exchange, principals).decision === "allow") {
    return passing(`${signed}. The key's policy says nothing about it; the resource policy allows it.`, false);
  }
  const gate = refusingGate(authorizerName, identityRefusal(policy, exchange, verdict, invokeAction));
  return { gate, isAllowed: false, principals };
}

/** A denial by either policy counts; else one permission, of either of them, is enough. */
async function askFunction(authorizer: LambdaAuthorizer, policy: ResourcePolicy | undefined, exchange: Exchange): Promise<Asked> {
  const decision = await askLambdaAuthorizer(authorizer, exchange);
  const verdict = evaluateDecision(decision, exchange);
  const passing = (sentence: string, isAllowed: boolean): Asked => ({
    gate: { name: authorizerName, verdict: "passes", sentence },
    isAllowed,
    principals: [],
  });
  const { principalId } = decision.result;
  if (verdict.decision === "allow") {
    return passing(`Statement ${verdict.statement + 1} of the function's policy for ${principalId} allows the method.`, true);
  }
  if (verdict.decision === "none" && policy !== undefined && evaluateResourcePolicy(policy, exchange).decision === "allow") {
    return passing(`The function's policy for ${principalId} says nothing about the method; the resource policy allows it.`, false);
  }
  return { gate: refusingGate(authorizerName, denial(authorizer, decision, exchange, verdict)), isAllowed: false, principals: [] };
}

function refusingGate(name: string, error: unknown): Gate {
  const refusal = toRefusal(error);
  const { status, message } = gatewayResponseTable[refusal.responseType];
  const sentence = `A client gets ${refusal.status ?? status}: ${refusal.callerMessage ?? message}.`.replace("..", ".");
  return { name, verdict: "refuses", reason: refusal.reason, sentence, evidence: refusal.evidence };
}

/** Who is known by a signature or a function's policy needs no permission of the resource policy, only no denial. */
function policyGate(access: Access | undefined, exchange: Exchange, { isAllowed, principals }: Asked): Gate {
  const name = "Resource policy";
  const policy = access?.policy;
  if (policy === undefined) return { name, verdict: "skipped", sentence: "The API has no resource policy." };
  const findings = explain(policy, exchange, principals);
  const evidence = Object.fromEntries(findings.map((finding) => [nameOf(finding), sentenceOf(finding, exchange)]));
  const deciding =
    findings.find(({ effect, miss }) => effect === "Deny" && miss === undefined) ?? findings.find(({ miss }) => miss === undefined);
  if (deciding?.effect === "Deny") {
    return { name, verdict: "refuses", reason: "POLICY_DENY", sentence: `${nameOf(deciding)} denies the call.`, evidence };
  }
  if (deciding !== undefined) return { name, verdict: "passes", sentence: `${nameOf(deciding)} allows the call.`, evidence };
  if (isAllowed) return { name, verdict: "passes", sentence: "No statement denies the call, and the authorizer allows it.", evidence };
  return { name, verdict: "refuses", reason: "POLICY_NO_ALLOW", sentence: "No statement allows the call.", evidence };
}

function explain(policy: ResourcePolicy, exchange: Exchange, principals: readonly string[]): StatementFinding[] {
  return explainPolicy(policy, { action: invokeAction, resource: methodArn(exchange), principals, context: policyContext(exchange) });
}

function nameOf({ statement, id, effect }: StatementFinding): string {
  return `Statement ${statement + 1}${id === undefined ? "" : ` ${id}`} (${effect})`;
}

function sentenceOf({ miss }: StatementFinding, exchange: Exchange): string {
  if (miss === undefined) return "applies";
  if (miss === "principal") return "is about other principals";
  if (miss === "action") return `is not about ${invokeAction}`;
  if (miss === "resource") return `is not about ${methodArn(exchange)}`;
  const actual = policyContext(exchange).get(miss.key)?.join(", ") ?? "absent";
  return `asks for ${miss.key} ${miss.operator} ${miss.values.join(", ")}; it is ${actual}`;
}
