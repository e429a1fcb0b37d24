import { newId } from "../base/ids.ts";
import type { RestApiSettings } from "../definition/rest-api.ts";
import { isEnhanced } from "../definition/security-policies.ts";
import type { ImportPlan } from "../openapi/import-plan.ts";
import { planImport } from "../openapi/plan-import.ts";
import { readDocument } from "../openapi/read-document.ts";
import { applyImport } from "./apply-import.ts";
import { demandNoWarnings, type ImportMode, textsOf } from "./import-job.ts";
import { checkSettings, demandSameEndpoint, getApiRow, loadRestApi, type RestApi } from "./rest-apis.ts";
import type { Rows } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { write } from "./write.ts";

export type ImportRestApiInput = {
  body: Uint8Array;
  failOnWarnings?: boolean | undefined;
  /** `basepath`, `endpointConfigurationTypes`, `ignore`. */
  parameters?: Record<string, string> | undefined;
};
export type PutRestApiInput = ImportRestApiInput & { restApiId: string; mode?: string | undefined };

/** Makes an API of a document, in one revision. */
export async function importRestApi(scope: Scope, input: ImportRestApiInput): Promise<RestApi> {
  const apiId = newId(scope.random);
  const plan = planDocument(input, apiId);
  return write(scope, { action: "api:import", api: apiId, summary: `Import API ${plan.settings.name}` }, async (tx) => {
    const settings = importedSettings(plan);
    const api = await tx.insert("Api", {
      id: apiId,
      workspaceId: scope.workspace.id,
      kind: "REST",
      name: settings.name,
      settings,
      createdAt: tx.at,
    });
    await tx.insert("Resource", { id: newId(scope.random), apiId, parentId: null, pathPart: null, path: "/" });
    await applyImport({ tx, scope, api, plan, mode: "overwrite" });
    if (input.failOnWarnings ?? false) demandNoWarnings(plan.warnings);
    return withWarnings(await loadRestApi(tx.source, scope, api), plan);
  });
}

/** Makes an API what a document says (`overwrite`), or adds the document to it (`merge`, unless told), in one revision. */
export async function putRestApi(scope: Scope, input: PutRestApiInput): Promise<RestApi> {
  const { restApiId: apiId } = input;
  const plan = planDocument(input, apiId);
  const mode: ImportMode = input.mode === "overwrite" ? "overwrite" : "merge";
  return write(scope, { action: "api:import", api: apiId, summary: `Import a document (${mode})` }, async (tx) => {
    const row = await getApiRow(tx.source, scope, apiId);
    const settings = mode === "overwrite" ? importedSettings(plan, row) : mergedSettings(plan, row);
    demandSameEndpoint(row.settings, settings);
    const api = await tx.update("Api", row, { name: settings.name, settings });
    await applyImport({ tx, scope, api, plan, mode });
    if (input.failOnWarnings ?? false) demandNoWarnings(plan.warnings);
    const result = await loadRestApi(tx.source, scope, api);
    return withWarnings({ ...result, tags: result.tags ?? {} }, plan);
  });
}

/** The plan of a document for an API; nothing is written. */
export function planDocument(input: ImportRestApiInput, apiId: string): ImportPlan {
  const { parameters = {} } = input;
  return planImport(readDocument(input.body), {
    modelsUrl: `https://apigateway.amazonaws.com/restapis/${apiId}/models`,
    basepath: parameters.basepath,
    endpointTypes: parameters.endpointConfigurationTypes,
    ignoresDocumentation: parameters.ignore === "documentation",
  });
}

const settingsDefaults = { apiKeySource: "HEADER", disableExecuteApiEndpoint: false } as const;

/**
 * The document's settings; where and over what TLS the API is reached stays, unless the document says: nobody who gives a document without a
 * word about it means to open an API to older clients.
 */
export function importedSettings(plan: ImportPlan, before?: Rows["Api"]) {
  const { endpointConfiguration = { types: ["EDGE"] }, disableExecuteApiEndpoint = false } = before?.settings ?? {};
  const reached = { ...settingsDefaults, ...tlsOf(plan, before), disableExecuteApiEndpoint, endpointConfiguration };
  return checkSettings({ ...reached, ...plan.settings, endpointConfiguration: laidOver(endpointConfiguration, plan) });
}

/** The policy and the access mode from before; a mode goes with the newer policies only. */
function tlsOf({ settings: given }: ImportPlan, before: Rows["Api"] | undefined) {
  const { securityPolicy, endpointAccessMode } = before?.settings ?? {};
  const policy = given.securityPolicy ?? securityPolicy;
  return {
    ...(securityPolicy !== undefined && { securityPolicy }),
    ...(endpointAccessMode !== undefined && policy !== undefined && isEnhanced(policy) && { endpointAccessMode }),
  };
}

/** Documents say the type and the VPC endpoints; over which kinds of addresses stays. */
function laidOver(before: RestApiSettings["endpointConfiguration"], { settings }: ImportPlan) {
  const { ipAddressType } = before;
  const { endpointConfiguration: given } = settings;
  return given === undefined ? before : { ...(ipAddressType !== undefined && { ipAddressType }), ...given };
}

/** The settings of an API with those of the document laid over them. */
export function mergedSettings(plan: ImportPlan, before: Rows["Api"]) {
  const { endpointAccessMode: _mode, ...settings } = before.settings;
  const endpointConfiguration = laidOver(settings.endpointConfiguration, plan);
  return checkSettings({ ...settings, ...tlsOf(plan, before), ...plan.settings, endpointConfiguration });
}

function withWarnings(api: RestApi, plan: ImportPlan): RestApi {
  return plan.warnings.length === 0 ? api : { ...api, warnings: textsOf(plan.warnings) };
}
