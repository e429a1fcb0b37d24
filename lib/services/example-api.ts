import { createDeployment } from "./deployments.ts";
import { exampleDocument } from "./example-document.ts";
import { importRestApi } from "./import-rest-api.ts";
import { getResources } from "./resources.ts";
import type { Scope } from "./scope.ts";

export const exampleStage = "prod";

/** Makes the pet store and puts it on a stage. */
export async function createExampleApi(scope: Scope, input: { demoPort: number }): Promise<{ apiId: string; resourceId: string }> {
  const document = exampleDocument({ demoUrl: `http://127.0.0.1:${input.demoPort}` });
  const { id: apiId } = await importRestApi(scope, { body: new TextEncoder().encode(JSON.stringify(document)), parameters: {} });
  await createDeployment(scope, { restApiId: apiId, stageName: exampleStage, description: "The example as it ships" });
  const { items } = await getResources(scope, { restApiId: apiId });
  return { apiId, resourceId: items.find((resource) => resource.path === "/pets")?.id ?? "" };
}
