import { testInvokeMethod as invokeDefinition, type TestInvokeResult } from "../gateway/test-invoke.ts";
import { openClientCertificate } from "./client-certificates.ts";
import { loadDefinition, loadDeployment } from "./definitions.ts";
import { unknownMethod } from "./errors.ts";
import { getResourceRow } from "./resources.ts";
import { getApiRow } from "./rest-apis.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import { demand, type Scope } from "./scope.ts";
import { loadVpcLinkTargets } from "./vpc-links.ts";
import { read } from "./write.ts";

export type TestInvokeMethodInput = {
  restApiId: string;
  resourceId: string;
  httpMethod: string;
  /** What a deployment froze is run in the place of the draft; ours, not the service's. */
  deploymentId?: string | undefined;
  pathWithQueryString?: string | undefined;
  body?: string | undefined;
  headers?: Record<string, string> | undefined;
  multiValueHeaders?: Record<string, string[]> | undefined;
  clientCertificateId?: string | undefined;
  stageVariables?: Record<string, string> | undefined;
  /** Values of the secret ones among them, which are a mask there. */
  secretVariables?: Record<string, string> | undefined;
};

/** Runs a method of the draft, or of a deployment, against its real backend, without a stage. */
export async function testInvokeMethod(
  scope: Scope,
  tools: Pick<RuntimeCore, "ports" | "sealer">,
  input: TestInvokeMethodInput,
): Promise<TestInvokeResult> {
  demand(scope, "test", "method:test");
  const { definition, ...connections } = await read(scope, async (source) => {
    const { restApiId, deploymentId, clientCertificateId: id } = input;
    if (deploymentId === undefined) await getResourceRow(source, scope, input);
    const api = await getApiRow(source, scope, restApiId);
    const clientCertificate = id ? await openClientCertificate(source, scope, { sealer: tools.sealer, id }) : undefined;
    return {
      definition: deploymentId === undefined ? await loadDefinition(source, api) : await loadDeployment(source, restApiId, deploymentId),
      vpcLinks: await loadVpcLinkTargets(source, scope),
      ...(clientCertificate && { clientCertificate }),
    };
  });
  const { accountId, region } = scope.workspace;
  const result = await invokeDefinition(definition, input, tools.ports, { accountId, region, ...connections });
  if (result === undefined) throw unknownMethod();
  return result;
}
