import { newId } from "../../base/ids.ts";
import type { Scope } from "../scope.ts";
import { write } from "../write.ts";
import { checkApi, defaultApiSettings } from "./apis.ts";
import { deployAutomatically } from "./change-api.ts";
import { type ExampleDraft, httpExample, webSocketExample } from "./example-drafts.ts";
import { checkIntegration, integrationDefaults } from "./integrations.ts";
import { checkRoute } from "./routes.ts";
import { defaultV2StageSettings } from "./stages.ts";
import { insertV2 } from "./v2-rows.ts";

/** Makes an example of its kind and puts it on a stage that deploys by itself, in one revision. */
export async function createV2Example(
  scope: Scope,
  { protocolType, demoPort }: { protocolType: "HTTP" | "WEBSOCKET"; demoPort: number },
): Promise<{ apiId: string }> {
  const demoUrl = `http://127.0.0.1:${demoPort}`;
  const draft: ExampleDraft = protocolType === "HTTP" ? httpExample(demoUrl) : webSocketExample(demoUrl);
  const apiId = newId(scope.random);
  return write(scope, { action: "api:create", api: apiId, summary: `Create API ${draft.settings.name}` }, async (tx) => {
    const settings = checkApi({ ...defaultApiSettings, protocolType, ...draft.settings });
    const row = { id: apiId, workspaceId: scope.workspace.id, kind: protocolType, name: settings.name, settings, createdAt: tx.at };
    const api = await insertV2(tx, "Api", row);
    for (const { integration, ...route } of draft.routes) {
      const members = { ...integrationDefaults(api, integration), ...integration, integrationId: newId(scope.random) };
      const { integrationId, ...checked } = checkIntegration(api, members);
      await tx.insert("Integration", { id: integrationId, apiId, settings: checked });
      const defaults = { apiKeyRequired: false, authorizationType: "NONE", target: `integrations/${integrationId}` };
      const { routeId, routeKey, ...rest } = await checkRoute(tx.source, api, { ...defaults, ...route, routeId: newId(scope.random) });
      await tx.insert("Route", { id: routeId, apiId, routeKey, settings: rest });
    }
    await insertV2(tx, "Stage", {
      id: `${apiId}/${draft.stageName}`,
      apiId,
      name: draft.stageName,
      deploymentId: "",
      settings: { ...defaultV2StageSettings, autoDeploy: true },
      createdAt: tx.at,
      updatedAt: tx.at,
    });
    await deployAutomatically(tx, scope, api);
    return { apiId };
  });
}
