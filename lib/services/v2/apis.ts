import { newId } from "../../base/ids.ts";
import { type V2ApiSettings, v2ApiSettingsSchema } from "../../definition/v2-api.ts";
import { v2ApiArn } from "../arns.ts";
import { checkShape, type Loose, withoutEmpty } from "../check-shape.ts";
import { demandNoDomainLeadsTo } from "../domains.ts";
import { badRequest } from "../errors.ts";
import type { WriteTx } from "../journal.ts";
import { demandNoPlanNames } from "../plan-stages.ts";
import type { Source } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { loadTags, loadTagsBelow, putTags, removeTags, type Tags } from "../tags.ts";
import { demandVersion, read, type UpdateOptions, write } from "../write.ts";
import { changeV2Api, deployAutomatically, getV2ApiRow } from "./change-api.ts";
import { mergeMembers } from "./merge-members.ts";
import { type V2Page, type V2PageInput, v2PageOf } from "./page-v2.ts";
import { defaultV2StageSettings } from "./stages.ts";
import { insertV2, updateV2, type V2Rows, v2Table } from "./v2-rows.ts";

/** An HTTP or WebSocket API as clients of the service see it. */
export type V2Api = V2ApiSettings & { apiId: string; apiEndpoint: string; createdDate: Date; tags?: Tags; entityVersion: number };

export type CreateV2ApiInput = Loose<V2ApiSettings> & {
  name: string;
  protocolType: string;
  /** Quick create: what the API's only route leads to, its key, and who calls it. */
  target?: string | undefined;
  routeKey?: string | undefined;
  credentialsArn?: string | undefined;
  tags?: Tags | undefined;
};

const httpRouteSelection = "$request.method $request.path";

export async function createV2Api(scope: Scope, input: CreateV2ApiInput): Promise<V2Api> {
  const apiId = newId(scope.random);
  const { tags, target, routeKey, credentialsArn, ...members } = input;
  return write(scope, { action: "api:create", api: apiId, summary: `Create API ${input.name}` }, async (tx) => {
    const settings = checkApi({ ...defaultsOf(members), ...withoutEmpty(members) });
    const row = await insertV2(tx, "Api", {
      id: apiId,
      workspaceId: scope.workspace.id,
      kind: settings.protocolType,
      name: settings.name,
      settings,
      createdAt: tx.at,
    });
    if (target !== undefined) await quickCreate(tx, scope, row, { target, routeKey, credentialsArn });
    else if (routeKey !== undefined || credentialsArn !== undefined) throw badRequest("Target is required for quick create");
    await putTags(tx, scope, v2ApiArn(scope, apiId), tags);
    return apiOf(scope, row, tags);
  });
}

/** What every new API has. */
export const defaultApiSettings = {
  apiKeySelectionExpression: "$request.header.x-api-key",
  disableExecuteApiEndpoint: false,
  ipAddressType: "ipv4",
  routeSelectionExpression: httpRouteSelection,
} as const;

function defaultsOf({ protocolType, routeSelectionExpression }: { protocolType: string; routeSelectionExpression?: string | undefined }) {
  if (protocolType === "WEBSOCKET" && !routeSelectionExpression) {
    throw badRequest("RouteSelectionExpression is a required parameter for protocol type WEBSOCKET");
  }
  return defaultApiSettings;
}

/** The rules of an API. */
export function checkApi(draft: unknown): V2ApiSettings {
  const settings = checkShape(v2ApiSettingsSchema, draft);
  const { protocolType, corsConfiguration: cors } = settings;
  if (protocolType === "HTTP" && settings.routeSelectionExpression !== httpRouteSelection) {
    throw badRequest(`RouteSelectionExpression must be '${httpRouteSelection}' for protocol type HTTP`);
  }
  if (protocolType === "WEBSOCKET" && cors !== undefined) throw badRequest("CORS configuration is only supported for HTTP APIs");
  if (cors?.allowCredentials === true && cors.allowOrigins?.includes("*")) {
    throw badRequest("allow-credentials can not be set to true when allow-origins is *");
  }
  if (cors === undefined) return settings;
  return { ...settings, corsConfiguration: { allowCredentials: false, maxAge: 0, ...cors } };
}

type QuickCreate = { target: string; routeKey: string | undefined; credentialsArn: string | undefined };

/** One route to one integration, on a `$default` stage that deploys by itself. */
async function quickCreate(
  tx: WriteTx,
  scope: Scope,
  api: V2Rows["Api"],
  { target, routeKey, credentialsArn }: QuickCreate,
): Promise<void> {
  if (api.kind !== "HTTP") throw badRequest("Quick create is only supported for protocol type HTTP");
  const isFunction = target.startsWith("arn:");
  if (!isFunction && !/^https?:\/\//.test(target))
    throw badRequest("Invalid target specified: it must be an HTTP URL or the ARN of a function");
  const integration = await tx.insert("Integration", {
    id: newId(scope.random),
    apiId: api.id,
    settings: {
      integrationType: isFunction ? "AWS_PROXY" : "HTTP_PROXY",
      integrationUri: target,
      ...(isFunction ? { integrationMethod: "POST" } : { integrationMethod: "ANY" }),
      connectionType: "INTERNET",
      payloadFormatVersion: isFunction ? "2.0" : "1.0",
      timeoutInMillis: 30_000,
      apiGatewayManaged: true,
      ...(credentialsArn === undefined ? {} : { credentialsArn }),
    },
  });
  await tx.insert("Route", {
    id: newId(scope.random),
    apiId: api.id,
    routeKey: routeKey ?? "$default",
    settings: { apiKeyRequired: false, authorizationType: "NONE", target: `integrations/${integration.id}`, apiGatewayManaged: true },
  });
  await insertV2(tx, "Stage", {
    id: `${api.id}/$default`,
    apiId: api.id,
    name: "$default",
    deploymentId: "",
    settings: { ...defaultV2StageSettings, autoDeploy: true, apiGatewayManaged: true },
    createdAt: tx.at,
    updatedAt: tx.at,
  });
  await deployAutomatically(tx, scope, api);
}

export async function getV2Api(scope: Scope, input: { apiId: string }): Promise<V2Api> {
  return read(scope, (source) => loadV2Api(source, scope, input.apiId));
}

export async function loadV2Api(source: Source, scope: Scope, apiId: string): Promise<V2Api> {
  const row = await getV2ApiRow(source, scope, apiId);
  return apiOf(scope, row, await loadTags(source, scope, v2ApiArn(scope, row.id)));
}

export async function getV2Apis(scope: Scope, input: V2PageInput = {}): Promise<V2Page<V2Api>> {
  return read(scope, async (source) => {
    const rows = await v2Table(source, "Api").findMany({
      where: { workspaceId: scope.workspace.id, kind: { in: ["HTTP", "WEBSOCKET"] } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    const page = v2PageOf(rows, (row) => row.id, input);
    const tags = await loadTagsBelow(source, scope, v2ApiArn(scope, ""));
    return { ...page, items: page.items.map((row) => apiOf(scope, row, tags.get(v2ApiArn(scope, row.id)))) };
  });
}

export type UpdateV2ApiInput = Loose<Omit<V2ApiSettings, "protocolType">> & {
  apiId: string;
  target?: string | undefined;
  routeKey?: string | undefined;
  credentialsArn?: string | undefined;
};

export async function updateV2Api(
  scope: Scope,
  { apiId, target, routeKey, credentialsArn, ...members }: UpdateV2ApiInput,
  { expectedVersion }: UpdateOptions = {},
): Promise<V2Api> {
  if ([target, routeKey, credentialsArn].some((member) => member !== undefined)) {
    throw badRequest("Target, RouteKey and CredentialsArn can only be given when an API is made by quick create");
  }
  return changeV2Api(scope, { action: "api:update", apiId, summary: "Change the settings of the API" }, async (tx, row) => {
    await demandVersion(tx.source, row, expectedVersion, "The API");
    const settings = checkApi(mergeMembers(structuredClone(row.settings), members));
    const after = await updateV2(tx, "Api", row, { name: settings.name, settings });
    return apiOf(scope, after, await loadTags(tx.source, scope, v2ApiArn(scope, apiId)));
  });
}

export async function deleteCorsConfiguration(scope: Scope, { apiId }: { apiId: string }): Promise<void> {
  await changeV2Api(scope, { action: "api:update", apiId, summary: "Remove the CORS configuration" }, async (tx, row) => {
    const { corsConfiguration: _, ...settings } = row.settings;
    await updateV2(tx, "Api", row, { settings });
  });
}

export async function deleteV2Api(scope: Scope, { apiId }: { apiId: string }): Promise<void> {
  await write(scope, { action: "api:delete", api: apiId, summary: "Delete the API" }, async (tx) => {
    await getV2ApiRow(tx.source, scope, apiId);
    await demandNoPlanNames(tx.source, scope, { apiId });
    await demandNoDomainLeadsTo(tx.source, scope, { apiId, what: "Api" });
    for (const model of ["Stage", "Deployment", "Route", "Integration", "Authorizer", "Model"] as const) await tx.remove(model, { apiId });
    await removeTags(tx, scope, v2ApiArn(scope, apiId));
    await tx.remove("Api", { id: apiId });
  });
}

function apiOf(scope: Scope, row: V2Rows["Api"], tags: Tags | undefined): V2Api {
  const { protocolType } = row.settings;
  const scheme = protocolType === "HTTP" ? "https" : "wss";
  return {
    ...row.settings,
    apiId: row.id,
    apiEndpoint: `${scheme}://${row.id}.execute-api.${scope.workspace.region}.amazonaws.com`,
    createdDate: row.createdAt,
    ...(tags === undefined ? {} : { tags }),
    entityVersion: row.version,
  };
}
