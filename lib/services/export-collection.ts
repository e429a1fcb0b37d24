import { sampleFromSchema } from "../jsonschema/sample-schema.ts";
import { exportPostman } from "../openapi/export-postman.ts";
import { getApiKind } from "./api-kind.ts";
import { getDefinition } from "./draft-state.ts";
import { badRequest } from "./errors.ts";
import type { Scope } from "./scope.ts";
import { getV2Definition } from "./v2/get-definition.ts";

export type ExportCollectionInput = { apiId: string; stageName: string; baseUrl: string };

/** What a stage of a REST or HTTP API serves as a Postman collection that calls it. */
export async function exportCollection(scope: Scope, { apiId, stageName, baseUrl }: ExportCollectionInput): Promise<{ body: string }> {
  const kind = await getApiKind(scope, apiId);
  if (kind === "WEBSOCKET") throw badRequest("A WebSocket API has no requests for a collection.");
  const of = { stageName };
  const definition = kind === "REST" ? await getDefinition(scope, apiId, of) : await getV2Definition(scope, apiId, of);
  const schemas = new Map(definition.models.map(({ name, schema = "{}" }) => [name, schema]));
  const parsed = (name: string): unknown => {
    const text = schemas.get(name);
    return text === undefined ? undefined : JSON.parse(text);
  };
  const resolveRef = (address: string) => parsed(/\/models\/([^/#]+)$/.exec(address)?.[1] ?? "");
  const sampleOf = (name: string) =>
    schemas.has(name) ? JSON.stringify(sampleFromSchema(parsed(name), seed, { resolveRef }), null, 2) : undefined;
  const { region } = scope.workspace;
  return { body: JSON.stringify(exportPostman({ definition, baseUrl: baseUrl.replace(/\/+$/, ""), region, sampleOf }), null, 2) };
}

/** The same sample each time, so that two exports of the same API are equal. */
const seed = 1;
