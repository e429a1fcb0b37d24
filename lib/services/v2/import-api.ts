import { newId } from "../../base/ids.ts";
import type { V2ApiSettings } from "../../definition/v2-api.ts";
import { planHttpImport } from "../../openapi/plan-http-import.ts";
import { readDocument } from "../../openapi/read-document.ts";
import type { V2ImportPlan } from "../../openapi/v2-import-plan.ts";
import { badRequest } from "../errors.ts";
import { demandNoWarnings, textsOf } from "../import-job.ts";
import type { WriteTx } from "../journal.ts";
import type { Scope } from "../scope.ts";
import { write } from "../write.ts";
import { checkApi, defaultApiSettings, loadV2Api, type V2Api } from "./apis.ts";
import { checkV2Authorizer } from "./authorizers.ts";
import { changeV2Api } from "./change-api.ts";
import { checkIntegration, integrationDefaults } from "./integrations.ts";
import { checkRoute } from "./routes.ts";
import { insertV2, updateV2, type V2Rows } from "./v2-rows.ts";

export type ImportV2ApiInput = { body: string; basepath?: string | undefined; failOnWarnings?: boolean | undefined };
export type ImportedV2Api = V2Api & { importInfo?: string[] };

/** Makes an HTTP API of a document, in one revision. */
export async function importV2Api(scope: Scope, input: ImportV2ApiInput): Promise<ImportedV2Api> {
  const apiId = newId(scope.random);
  const plan = planHttpDocument(input);
  return write(scope, { action: "api:import", api: apiId, summary: `Import API ${plan.settings.name}` }, async (tx) => {
    const settings = checkApi({ ...defaultApiSettings, protocolType: "HTTP", ...plan.settings });
    const row = { id: apiId, workspaceId: scope.workspace.id, kind: "HTTP", name: settings.name, settings, createdAt: tx.at };
    const api = await insertV2(tx, "Api", row);
    await applyHttpPlan(tx, scope, api, plan);
    return withInfo(await loadV2Api(tx.source, scope, apiId), plan);
  });
}

/** Makes an HTTP API what a document says: routes, integrations and authorizers that it had go. */
export async function reimportV2Api(scope: Scope, input: ImportV2ApiInput & { apiId: string }): Promise<ImportedV2Api> {
  const { apiId } = input;
  const plan = planHttpDocument(input);
  return changeV2Api(scope, { action: "api:import", apiId, summary: "Import a document" }, async (tx, row) => {
    if (row.kind !== "HTTP") throw badRequest("Only HTTP APIs can be imported again");
    const settings = reimportedSettings(row, plan);
    const api = await updateV2(tx, "Api", row, { name: settings.name, settings });
    for (const model of ["Route", "Integration", "Authorizer"] as const) await tx.remove(model, { apiId });
    await applyHttpPlan(tx, scope, api, plan);
    return withInfo(await loadV2Api(tx.source, scope, apiId), plan);
  });
}

/** What an API keeps of its settings, and what the document says. */
export function reimportedSettings(row: V2Rows["Api"], plan: V2ImportPlan): V2ApiSettings {
  const { corsConfiguration: _, ...kept } = row.settings;
  return checkApi({ ...kept, ...plan.settings });
}

/** The plan of a document for an HTTP API; nothing is written. */
export function planHttpDocument({ body, basepath, failOnWarnings = false }: ImportV2ApiInput): V2ImportPlan {
  const plan = planHttpImport(readDocument(new TextEncoder().encode(body)), { basepath });
  if (failOnWarnings) demandNoWarnings(plan.warnings);
  return plan;
}

/** Makes the rows of what a plan has; those that were there are gone by then. */
export async function applyHttpPlan(tx: WriteTx, scope: Scope, api: V2Rows["Api"], plan: V2ImportPlan): Promise<void> {
  const authorizers = new Map<string, string>();
  for (const planned of plan.authorizers) {
    const { authorizerId: id, name, ...settings } = checkV2Authorizer(api, { ...planned, authorizerId: newId(scope.random) });
    await insertV2(tx, "Authorizer", { id, apiId: api.id, name, settings });
    authorizers.set(name, id);
  }
  const integrations: string[] = [];
  for (const planned of plan.integrations) {
    const draft = { ...integrationDefaults(api, planned), ...planned, integrationId: newId(scope.random) };
    const { integrationId: id, ...settings } = checkIntegration(api, draft);
    await tx.insert("Integration", { id, apiId: api.id, settings });
    integrations.push(id);
  }
  for (const { authorizerName, integration, ...planned } of plan.routes) {
    const authorizerId = authorizerName === undefined ? undefined : authorizers.get(authorizerName);
    const target = integration === undefined ? undefined : `integrations/${integrations[integration]}`;
    const members = { ...(authorizerId === undefined ? {} : { authorizerId }), ...(target === undefined ? {} : { target }) };
    const draft = { ...planned, ...members, routeId: newId(scope.random) };
    const { routeId: id, routeKey, ...settings } = await checkRoute(tx.source, api, draft);
    await tx.insert("Route", { id, apiId: api.id, routeKey, settings });
  }
}

function withInfo(api: V2Api, { warnings }: V2ImportPlan): ImportedV2Api {
  return warnings.length === 0 ? api : { ...api, importInfo: textsOf(warnings) };
}
