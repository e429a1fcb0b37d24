import { newId } from "../../base/ids.ts";
import {
  type V2Integration,
  type V2IntegrationResponse,
  v2IntegrationResponseSchema,
  v2IntegrationSchema,
} from "../../definition/v2-api.ts";
import { checkShape, type Loose, withoutEmpty } from "../check-shape.ts";
import { badRequest, conflict, notFound } from "../errors.ts";
import { type Rows, type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { demandVersion, read, type UpdateOptions } from "../write.ts";
import { changeV2Api, getV2ApiRow, routesByTarget } from "./change-api.ts";
import { mergeMembers } from "./merge-members.ts";
import { type V2Page, type V2PageInput, v2PageOf } from "./page-v2.ts";
import type { V2Rows } from "./v2-rows.ts";

export type V2IntegrationResult = Omit<V2Integration, "integrationResponses"> & { entityVersion: number };
export type IntegrationIdentity = { apiId: string; integrationId: string };
type Members = Loose<Omit<V2Integration, "integrationId" | "integrationResponses" | "apiGatewayManaged">>;

export async function createV2Integration(
  scope: Scope,
  { apiId, ...members }: Members & { apiId: string; integrationType: string },
): Promise<V2IntegrationResult> {
  const summary = `Create integration ${members.integrationUri ?? members.integrationType}`;
  return changeV2Api(scope, { action: "integration:create", apiId, summary }, async (tx, api) => {
    const draft = { ...integrationDefaults(api, members), ...withoutEmpty(members), integrationId: newId(scope.random) };
    const { integrationId, ...settings } = checkIntegration(api, draft);
    return integrationOf(await tx.insert("Integration", { id: integrationId, apiId, settings }));
  });
}

export async function getV2Integration(scope: Scope, key: IntegrationIdentity): Promise<V2IntegrationResult> {
  return read(scope, async (source) => integrationOf(await getIntegrationRow(source, scope, key)));
}

export async function getV2Integrations(scope: Scope, input: { apiId: string } & V2PageInput): Promise<V2Page<V2IntegrationResult>> {
  return read(scope, async (source) => {
    await getV2ApiRow(source, scope, input.apiId);
    const rows = await table(source, "Integration").findMany({ where: { apiId: input.apiId }, orderBy: [{ id: "asc" }] });
    const page = v2PageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map(integrationOf) };
  });
}

const mergedMaps = ["requestParameters", "responseParameters"] as const;

export async function updateV2Integration(
  scope: Scope,
  input: IntegrationIdentity & Members,
  { expectedVersion }: UpdateOptions = {},
): Promise<V2IntegrationResult> {
  const { apiId, integrationId, ...members } = input;
  return changeV2Api(scope, { action: "integration:update", apiId, summary: "Change an integration" }, async (tx, api) => {
    const row = await getIntegrationRow(tx.source, scope, input);
    await demandVersion(tx.source, row, expectedVersion, "The integration");
    const before = { ...row.settings, integrationId };
    const { integrationId: _, ...settings } = checkIntegration(api, mergeMembers(before, members, mergedMaps));
    return integrationOf(await tx.update("Integration", row, { settings }));
  });
}

export async function deleteV2Integration(scope: Scope, key: IntegrationIdentity): Promise<void> {
  const { apiId, integrationId } = key;
  await changeV2Api(scope, { action: "integration:delete", apiId, summary: "Delete an integration" }, async (tx) => {
    await getIntegrationRow(tx.source, scope, key);
    const users = routesByTarget(await table(tx.source, "Route").findMany({ where: { apiId } })).get(integrationId) ?? [];
    const names = users.map(({ routeKey }) => routeKey).join(", ");
    if (users.length > 0)
      throw conflict(`Cannot delete Integration '${integrationId}', it is referenced by the following Routes: ${names}`);
    await tx.remove("Integration", { id: integrationId });
  });
}

export type IntegrationResponseIdentity = IntegrationIdentity & { integrationResponseId: string };
type ResponseMembers = Loose<Omit<V2IntegrationResponse, "integrationResponseId">>;

export async function createV2IntegrationResponse(
  scope: Scope,
  input: IntegrationIdentity & ResponseMembers,
): Promise<V2IntegrationResponse> {
  const { apiId, integrationId, ...members } = input;
  return changeV2Api(
    scope,
    { action: "integration-response:create", apiId, summary: "Create an integration response" },
    async (tx, api) => {
      if (api.kind !== "WEBSOCKET") throw badRequest("Integration responses are only supported for WebSocket APIs");
      const row = await getIntegrationRow(tx.source, scope, { apiId, integrationId });
      const response = checkShape(v2IntegrationResponseSchema, { ...withoutEmpty(members), integrationResponseId: newId(scope.random) });
      const responses = row.settings.integrationResponses ?? [];
      if (responses.some(({ integrationResponseKey: key }) => key === response.integrationResponseKey)) {
        throw conflict(`Integration response with key ${response.integrationResponseKey} already exists for this integration`);
      }
      await tx.update("Integration", row, { settings: { ...row.settings, integrationResponses: [...responses, response] } });
      return response;
    },
  );
}

export async function getV2IntegrationResponse(scope: Scope, key: IntegrationResponseIdentity): Promise<V2IntegrationResponse> {
  return read(scope, async (source) => findResponse(await getIntegrationRow(source, scope, key), key.integrationResponseId));
}

export async function getV2IntegrationResponses(
  scope: Scope,
  input: IntegrationIdentity & V2PageInput,
): Promise<V2Page<V2IntegrationResponse>> {
  return read(scope, async (source) => {
    const row = await getIntegrationRow(source, scope, input);
    return v2PageOf(row.settings.integrationResponses ?? [], (response) => response.integrationResponseId, input);
  });
}

export async function updateV2IntegrationResponse(
  scope: Scope,
  input: IntegrationResponseIdentity & ResponseMembers,
  { expectedVersion }: UpdateOptions = {},
): Promise<V2IntegrationResponse> {
  const { apiId, integrationId, integrationResponseId, ...members } = input;
  return changeV2Api(scope, { action: "integration-response:update", apiId, summary: "Change an integration response" }, async (tx) => {
    const row = await getIntegrationRow(tx.source, scope, { apiId, integrationId });
    await demandVersion(tx.source, row, expectedVersion, "The integration");
    const merged = mergeMembers(findResponse(row, integrationResponseId), members);
    const after = checkShape(v2IntegrationResponseSchema, merged);
    const integrationResponses = (row.settings.integrationResponses ?? []).map((each) =>
      each.integrationResponseId === integrationResponseId ? after : each,
    );
    await tx.update("Integration", row, { settings: { ...row.settings, integrationResponses } });
    return after;
  });
}

export async function deleteV2IntegrationResponse(scope: Scope, key: IntegrationResponseIdentity): Promise<void> {
  const summary = "Delete an integration response";
  await changeV2Api(scope, { action: "integration-response:delete", apiId: key.apiId, summary }, async (tx) => {
    const row = await getIntegrationRow(tx.source, scope, key);
    const gone = findResponse(row, key.integrationResponseId);
    const integrationResponses = (row.settings.integrationResponses ?? []).filter((each) => each !== gone);
    await tx.update("Integration", row, { settings: withoutEmpty({ ...row.settings, integrationResponses }) });
  });
}

function findResponse(row: Rows["Integration"], id: string): V2IntegrationResponse {
  const response = row.settings.integrationResponses?.find((each) => each.integrationResponseId === id);
  if (response === undefined) throw notFound("Invalid IntegrationResponse identifier specified");
  return response;
}

async function getIntegrationRow(source: Source, scope: Scope, key: IntegrationIdentity): Promise<Rows["Integration"]> {
  await getV2ApiRow(source, scope, key.apiId);
  const row = await table(source, "Integration").findUnique({ where: { id: key.integrationId } });
  if (row?.apiId !== key.apiId) throw notFound("Invalid Integration identifier specified");
  return row;
}

/** Longest time that an integration may take, in milliseconds. */
const timeoutMaxMs = { HTTP: 30_000, WEBSOCKET: 29_000 } as const;
const timeoutMinMs = 50;

/** What an integration has when it is not told otherwise. */
export function integrationDefaults({ settings: { protocolType } }: V2Rows["Api"], members: Members) {
  const shared = { connectionType: "INTERNET", timeoutInMillis: timeoutMaxMs[protocolType] };
  const isFunction = members.integrationType === "AWS_PROXY" && members.integrationSubtype === undefined;
  const method = isFunction ? { integrationMethod: "POST" } : {};
  if (protocolType === "HTTP") return { ...shared, ...method, payloadFormatVersion: "1.0" };
  const isProxy = members.integrationType === "AWS_PROXY" || members.integrationType === "HTTP_PROXY";
  const selection = isProxy ? {} : { integrationResponseSelectionExpression: "${integration.response.statuscode}" };
  return { ...shared, ...method, passthroughBehavior: "WHEN_NO_MATCH", payloadFormatVersion: "1.0", ...selection };
}

/** The rules of an integration. */
export function checkIntegration(api: V2Rows["Api"], draft: unknown): V2Integration {
  const integration = checkShape(v2IntegrationSchema, draft);
  const { protocolType } = api.settings;
  const max = timeoutMaxMs[protocolType];
  const { timeoutInMillis: timeout, connectionType, connectionId } = integration;
  if (timeout < timeoutMinMs || timeout > max) throw badRequest(`Timeout should be between ${timeoutMinMs} ms and ${max} ms`);
  if (connectionType === "VPC_LINK" && connectionId === undefined)
    throw badRequest("ConnectionId is required for connection type VPC_LINK");
  if (protocolType === "HTTP") {
    checkHttpIntegration(integration);
    // Clients send it with every integration; HTTP APIs do not have it.
    const { passthroughBehavior: _, ...kept } = integration;
    return kept;
  }
  if (integration.integrationType !== "MOCK" && integration.integrationUri === undefined) throw badRequest("IntegrationUri is required");
  return integration;
}

function checkHttpIntegration(integration: V2Integration): void {
  const { integrationType, integrationMethod, integrationUri, integrationSubtype, payloadFormatVersion, connectionType } = integration;
  if (integrationType !== "HTTP_PROXY" && integrationType !== "AWS_PROXY") {
    throw badRequest(`Integration type ${integrationType} is not supported for HTTP APIs. Only HTTP_PROXY and AWS_PROXY are`);
  }
  if (integrationSubtype !== undefined) {
    if (integrationType !== "AWS_PROXY") throw badRequest("IntegrationSubtype is only supported for integration type AWS_PROXY");
    if (integrationUri !== undefined) throw badRequest("IntegrationUri is not supported for integrations with a subtype");
    return;
  }
  if (integrationUri === undefined) throw badRequest("IntegrationUri is required");
  if (integrationType === "HTTP_PROXY") {
    if (integrationMethod === undefined) throw badRequest("HttpMethod must be specified for integration type HTTP_PROXY");
    if (payloadFormatVersion !== "1.0") throw badRequest("PayloadFormatVersion must be 1.0 for integration type HTTP_PROXY");
    if (connectionType === "INTERNET" && !/^https?:\/\//.test(integrationUri)) throw badRequest("Invalid HTTP endpoint specified for URI");
    return;
  }
  if (payloadFormatVersion !== "1.0" && payloadFormatVersion !== "2.0") throw badRequest("PayloadFormatVersion must be 1.0 or 2.0");
  if (!integrationUri.startsWith("arn:")) throw badRequest("Invalid function ARN or invalid uri");
}

function integrationOf({ id: integrationId, settings, version }: Rows["Integration"]): V2IntegrationResult {
  const { integrationResponses: _, ...members } = settings;
  return { ...members, integrationId, entityVersion: version };
}
