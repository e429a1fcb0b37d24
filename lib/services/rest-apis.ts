import { newId } from "../base/ids.ts";
import { type RestApiSettings, restApiSettingsSchema } from "../definition/rest-api.ts";
import { endpointAccessModes, isEnhanced, securityPolicies } from "../definition/security-policies.ts";
import { parsePolicy } from "../policy/parse-policy.ts";
import { restApiArn } from "./arns.ts";
import { checkShape, type Loose, withoutEmpty } from "./check-shape.ts";
import { cloneDefinition } from "./clone-rows.ts";
import { defaultModels } from "./default-models.ts";
import { demandNoDomainLeadsTo } from "./domains.ts";
import { badRequest, strictEndpoint, unknownApi } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { demandNoPlanNames } from "./plan-stages.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { loadTags, loadTagsBelow, putTags, removeTags, type Tags } from "./tags.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type RestApi = RestApiSettings & {
  id: string;
  createdDate: Date;
  rootResourceId: string;
  tags?: Tags;
  warnings?: string[];
  /** The number that `expectedVersion` is compared with. */
  entityVersion: number;
};

export type CreateRestApiInput = Loose<Omit<RestApiSettings, "name" | "endpointConfiguration">> & {
  name: string;
  endpointConfiguration?:
    | { types?: string[] | undefined; vpcEndpointIds?: string[] | undefined; ipAddressType?: string | undefined }
    | undefined;
  tags?: Tags | undefined;
  cloneFrom?: string | undefined;
};

export async function createRestApi(scope: Scope, input: CreateRestApiInput): Promise<RestApi> {
  const id = newId(scope.random);
  const { cloneFrom, ...own } = input;
  return write(scope, { action: "api:create", api: id, summary: `Create API ${input.name}` }, (tx) =>
    cloneFrom === undefined ? insertRestApi(tx, scope, id, own) : insertCloned(tx, scope, id, { ...own, cloneFrom }),
  );
}

/** An API with the definition of another one, but what is given for its settings. */
async function insertCloned(
  tx: WriteTx,
  scope: Scope,
  toId: string,
  { cloneFrom, tags, ...members }: CreateRestApiInput & { cloneFrom: string },
): Promise<RestApi> {
  const from = await getApiRow(tx.source, scope, cloneFrom);
  const settings = checkSettings({ ...from.settings, ...withoutEmpty(members) });
  await cloneDefinition(tx, scope, { from, toId, settings });
  await putTags(tx, scope, restApiArn(scope, toId), tags);
  return loadRestApi(tx.source, scope, await getApiRow(tx.source, scope, toId));
}

/** The rows of a new API: itself, the root resource and the models that every API starts with. */
export async function insertRestApi(tx: WriteTx, scope: Scope, id: string, input: Omit<CreateRestApiInput, "cloneFrom">): Promise<RestApi> {
  const { tags, ...members } = input;
  const settings = checkSettings({ ...settingsDefaults, ...withoutEmpty(members) });
  const row = await tx.insert("Api", {
    id,
    workspaceId: scope.workspace.id,
    kind: "REST",
    name: settings.name,
    settings,
    createdAt: tx.at,
  });
  const rootResourceId = newId(scope.random);
  await tx.insert("Resource", { id: rootResourceId, apiId: id, parentId: null, pathPart: null, path: "/" });
  await tx.insertMany(
    "Model",
    defaultModels.map(({ name, ...model }) => ({ id: newId(scope.random), apiId: id, name, settings: model })),
  );
  await putTags(tx, scope, restApiArn(scope, id), tags);
  return restApiOf(row, rootResourceId, tags);
}

const settingsDefaults = { apiKeySource: "HEADER", disableExecuteApiEndpoint: false, endpointConfiguration: { types: ["EDGE"] } } as const;

export async function getRestApi(scope: Scope, input: { restApiId: string }): Promise<RestApi> {
  return read(scope, async (source) => {
    const row = await getApiRow(source, scope, input.restApiId);
    return loadRestApi(source, scope, row);
  });
}

export async function getRestApis(scope: Scope, input: PageInput = {}): Promise<Page<RestApi>> {
  return read(scope, async (source) => {
    const rows = await table(source, "Api").findMany({
      where: { workspaceId: scope.workspace.id, kind: "REST" },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    const page = pageOf(rows, (row) => row.id, input);
    const roots = await loadRootIds(
      source,
      page.items.map((row) => row.id),
    );
    const tags = await loadTagsBelow(source, scope, restApiArn(scope, ""));
    const items = page.items.map((row) => restApiOf(row, roots.get(row.id) ?? "", tags.get(restApiArn(scope, row.id))));
    return { ...page, items };
  });
}

/** Changes the settings of an API; `change` gets a copy and returns what they shall be. */
export async function updateRestApi(
  scope: Scope,
  key: { restApiId: string },
  change: (draft: RestApiSettings) => RestApiSettings,
  options: UpdateOptions = {},
): Promise<RestApi> {
  const intent = { action: "api:update", api: key.restApiId, summary: "Change the settings of the API" };
  return write(scope, intent, async (tx) => {
    const row = await getApiRow(tx.source, scope, key.restApiId);
    await demandVersion(tx.source, row, options.expectedVersion, "The API");
    const settings = checkSettings(change(structuredClone(row.settings)));
    demandSameEndpoint(row.settings, settings);
    const after = await tx.update("Api", row, { name: settings.name, settings });
    const api = await loadRestApi(tx.source, scope, after);
    return { ...api, tags: api.tags ?? {} };
  });
}

export async function deleteRestApi(scope: Scope, input: { restApiId: string }): Promise<void> {
  const { restApiId: apiId } = input;
  await write(scope, { action: "api:delete", api: apiId, summary: "Delete the API" }, async (tx) => {
    const row = await getApiRow(tx.source, scope, apiId);
    await demandNoPlanNames(tx.source, scope, { apiId });
    await demandNoDomainLeadsTo(tx.source, scope, { apiId, what: "RestApi" });
    for (const model of apiModels) await tx.remove(model, { apiId });
    await removeTags(tx, scope, restApiArn(scope, apiId));
    await tx.remove("Api", { id: row.id });
  });
}

/** What belongs to an API, children first. */
const apiModels = [
  "Stage",
  "Deployment",
  "Method",
  "Resource",
  "Model",
  "RequestValidator",
  "Authorizer",
  "GatewayResponse",
  "DocumentationPart",
  "DocumentationVersion",
  "TemplateTest",
  "SavedRequest",
  "Suite",
  "LintSettings",
  "StageProtection",
  "Approval",
] as const;

/** The row of a REST API of this workspace; `unknown` makes the error when there is none, else the service's common one. */
export async function getApiRow(
  source: Source,
  scope: Scope,
  apiId: string,
  unknown: () => Error = () => unknownApi(scope, apiId),
): Promise<Rows["Api"]> {
  const row = await table(source, "Api").findUnique({ where: { id: apiId } });
  if (row === null || row.workspaceId !== scope.workspace.id || row.kind !== "REST") throw unknown();
  return row;
}

export async function loadRestApi(source: Source, scope: Scope, row: Rows["Api"]): Promise<RestApi> {
  const roots = await loadRootIds(source, [row.id]);
  return restApiOf(row, roots.get(row.id) ?? "", await loadTags(source, scope, restApiArn(scope, row.id)));
}

async function loadRootIds(source: Source, apiIds: string[]): Promise<Map<string, string>> {
  const roots = await table(source, "Resource").findMany({ where: { apiId: { in: apiIds }, path: "/" } });
  return new Map(roots.map((root) => [root.apiId, root.id]));
}

function restApiOf(row: Rows["Api"], rootResourceId: string, tags: Tags | undefined): RestApi {
  const shown = tags === undefined || Object.keys(tags).length === 0 ? {} : { tags };
  return { ...row.settings, id: row.id, createdDate: row.createdAt, rootResourceId, ...shown, entityVersion: row.version };
}

const compressionMax = 10_485_760;

/** The rules of an API's settings, in the order in which the service checks them. */
export function checkSettings(draft: unknown): RestApiSettings {
  const settings = checkShape(restApiSettingsSchema, draft);
  if (settings.name.trim() === "") throw badRequest("API Name cannot be blank", { fields: { name: "API Name cannot be blank" } });
  if (settings.description === "") throw badRequest("Description cannot be an empty string");
  checkEndpoint(settings);
  const size = settings.minimumCompressionSize;
  if (size !== undefined && (size < 0 || size > compressionMax)) {
    throw badRequest(`Invalid minimum compression size, must be between 0 and ${compressionMax}`);
  }
  if (settings.policy !== undefined) checkPolicy(settings.policy);
  checkTls(settings);
  const { types } = settings.endpointConfiguration;
  const ipAddressType = settings.endpointConfiguration.ipAddressType ?? (types[0] === "PRIVATE" ? "dualstack" : "ipv4");
  return withoutEmpty({ ...settings, endpointConfiguration: withoutEmpty({ ...settings.endpointConfiguration, ipAddressType }) });
}

function checkTls({ securityPolicy, endpointAccessMode }: RestApiSettings): void {
  if (securityPolicy !== undefined && !Object.hasOwn(securityPolicies, securityPolicy)) {
    throw badRequest(`Invalid security policy specified: ${securityPolicy}`);
  }
  if (endpointAccessMode !== undefined && !(endpointAccessModes as readonly string[]).includes(endpointAccessMode)) {
    throw badRequest(`Invalid endpoint access mode specified: ${endpointAccessMode}`);
  }
  if (securityPolicy !== undefined && isEnhanced(securityPolicy) && endpointAccessMode === undefined) {
    throw badRequest(`The security policy ${securityPolicy} needs an endpoint access mode: ${endpointAccessModes.join(" or ")}`);
  }
}

export function demandSameEndpoint(before: RestApiSettings, after: RestApiSettings): void {
  if (before.endpointAccessMode !== "STRICT" || before.endpointConfiguration.types[0] === after.endpointConfiguration.types[0]) return;
  throw strictEndpoint();
}

function checkEndpoint({ endpointConfiguration: { types } }: RestApiSettings): void {
  if (types.length === 0) throw badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
  if (types.length > 1) throw badRequest("Cannot create an api with multiple Endpoint Types.");
}

/** The service's own limit. */
const policyLengthMax = 8_192;

function checkPolicy(policy: string): void {
  if (policy.length > policyLengthMax) throw badRequest(`Invalid policy document. It is longer than ${policyLengthMax} characters.`);
  const refusal = "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.";
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch (cause) {
    throw badRequest(refusal, { cause });
  }
  const parsed = parsePolicy(document);
  // A resource policy says whom each of its statements is about.
  if (!parsed.ok || parsed.policy.statements.some(({ principals }) => principals === undefined)) throw badRequest(refusal);
}
