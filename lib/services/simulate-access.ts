import { isIP } from "node:net";
import type { Gate } from "../definition/gates.ts";
import type { Method, RestApiDefinition } from "../definition/rest-api.ts";
import { simulateAccess as askGates } from "../gateway/simulate-access.ts";
import { testStage } from "../gateway/test-request.ts";
import { findSigner } from "./access-key-policies.ts";
import { keyGates } from "./check-key.ts";
import { getDefinition } from "./draft-state.ts";
import { badRequest, unknownMethod } from "./errors.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import { demand, type Scope } from "./scope.ts";
import { loadStageSecrets } from "./stage-variables.ts";
import { getStages } from "./stages.ts";

export type SimulateAccessInput = {
  restApiId: string;
  stageName: string;
  /** The draft as it is now, or what the stage serves. */
  of: "draft" | "stage";
  /** A resource policy that is not saved yet, in the place of the stored one. */
  policy?: string | undefined;
  resourcePath: string;
  httpMethod: string;
  target: string;
  headers: readonly (readonly [string, string])[];
  sourceIp: string;
  vpceId?: string | undefined;
  keyId?: string | undefined;
  /** The access key that signs the call. */
  accessKeyId?: string | undefined;
};

/** What every gate says about a caller who is only described: policy, authorizer, key, plan and quota. */
export async function simulateAccess(scope: Scope, { ports }: Pick<RuntimeCore, "ports">, input: SimulateAccessInput): Promise<Gate[]> {
  demand(scope, "test", "access:simulate");
  const { restApiId, stageName, resourcePath } = input;
  if (isIP(input.sourceIp) === 0) throw badRequest(`${input.sourceIp} is no IP address.`);
  const stored = await getDefinition(scope, restApiId, input.of === "draft" ? { draft: true } : { stageName });
  const definition = withPolicy(stored, input.policy);
  const resource = definition.resources.find(({ path }) => path === resourcePath);
  const method = Object.values(resource?.resourceMethods ?? {}).find(({ httpMethod }) => httpMethod === input.httpMethod);
  if (resource === undefined || method === undefined) throw unknownMethod();
  const { item: stages } = await getStages(scope, { restApiId });
  const stage = stages.find((each) => each.stageName === stageName);
  const secretVariables = stage === undefined ? {} : await loadStageSecrets(scope, { apiId: restApiId, stageName });
  const { accountId, region } = scope.workspace;
  const facts = testStage(definition, { stageName, stageVariables: stage?.variables, secretVariables }, { accountId, region });
  const call = {
    resourceId: resource.id,
    resourcePath,
    target: input.target,
    headers: valuesByName(input.headers),
    sourceIp: input.sourceIp,
    signer: input.accessKeyId === undefined ? undefined : await findSigner(scope, input.accessKeyId),
    ...(input.vpceId === undefined ? {} : { network: { vpceId: input.vpceId } }),
  };
  const gates = await askGates({ definition, stage: facts, method }, call, ports);
  return [...gates, ...(await gatesOfKey(scope, input, { definition, method, methodSettings: stage?.methodSettings ?? {} }))];
}

function withPolicy(definition: RestApiDefinition, policy: string | undefined): RestApiDefinition {
  if (policy === undefined) return definition;
  const { policy: _stored, ...settings } = definition.settings;
  return { ...definition, settings: { ...settings, ...(policy.trim() === "" ? {} : { policy }) } };
}

type Asked = { definition: RestApiDefinition; method: Method; methodSettings: Parameters<typeof keyGates>[2]["methodSettings"] };

async function gatesOfKey(scope: Scope, { keyId, ...input }: SimulateAccessInput, asked: Asked): Promise<Gate[]> {
  if (keyId !== undefined) return keyGates(scope, { apiKey: keyId, ...input }, asked);
  const name = "Key required";
  if (!asked.method.apiKeyRequired) return [{ name, verdict: "skipped", sentence: "The method asks for no API key." }];
  return [{ name, verdict: "refuses", reason: "KEY_MISSING", sentence: "The method asks for an API key and the call has none." }];
}

function valuesByName(headers: readonly (readonly [string, string])[]): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of headers) values[name] = [...(values[name] ?? []), value];
  return values;
}
