import { newId } from "../base/ids.ts";
import { filterArn, filterNameSchema, type RequestFilter, requestFilterSchema } from "../definition/request-filter.ts";
import { askedFilterBytesMax, closedFilter, filterAddressesMax, filterBytesMax } from "../definition/request-filter-values.ts";
import { checkShape } from "./check-shape.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type FilterStage = { apiId: string; apiName: string; stageName: string };
export type ListedFilter = {
  id: string;
  name: string;
  arn: string;
  filter: RequestFilter;
  stages: FilterStage[];
  version: number;
  /** Why what is stored cannot be read; `filter` blocks everything then. */
  problem?: string;
};

/** As many as the service allows in a region. */
const filtersMax = 100;

export async function listRequestFilters(scope: Scope): Promise<ListedFilter[]> {
  return read(scope, async (source) => {
    const where = { workspaceId: scope.workspace.id };
    const rows = await table(source, "RequestFilter").findMany({ where, orderBy: [{ name: "asc" }] });
    const users = await loadUsers(source, scope);
    return rows.map((row) => listed(scope, row, users));
  });
}

export async function getRequestFilter(scope: Scope, id: string): Promise<ListedFilter> {
  return read(scope, async (source) => listed(scope, await getRow(source, scope, id), await loadUsers(source, scope)));
}

export async function createRequestFilter(
  scope: Scope,
  input: { name: string; filter: RequestFilter },
): Promise<{ id: string; arn: string }> {
  const settings = checkFilter(input.filter);
  const name = checkShape(filterNameSchema, input.name);
  return write(scope, { action: "filter:create", summary: `Create request filter ${name}` }, async (tx) => {
    const workspaceId = scope.workspace.id;
    const filters = table(tx.source, "RequestFilter");
    if ((await filters.findFirst({ where: { workspaceId, name } })) !== null) throw conflict(`There is a filter ${name} already.`);
    if ((await filters.count({ where: { workspaceId } })) >= filtersMax) throw badRequest(`A workspace has at most ${filtersMax} filters.`);
    const row = await tx.insert("RequestFilter", { id: newId(scope.random), workspaceId, name, settings, createdAt: tx.at });
    return { id: row.id, arn: arnOf(scope, row) };
  });
}

/** Changes the rules; the name stays, because stages name the filter by it. */
export async function updateRequestFilter(
  scope: Scope,
  input: { id: string; filter: RequestFilter },
  options: UpdateOptions = {},
): Promise<void> {
  const settings = checkFilter(input.filter);
  await write(scope, { action: "filter:update", summary: "Change request filter" }, async (tx) => {
    const row = await getRow(tx.source, scope, input.id);
    tx.tellOf(row.name);
    await demandVersion(tx.source, row, options.expectedVersion, `The filter ${row.name}`);
    await tx.update("RequestFilter", row, { settings });
    if (sizeOf(settings) > sizeOf(row.settings)) await demandRoom(tx.source, scope);
  });
}

export async function deleteRequestFilter(scope: Scope, input: { id: string }): Promise<void> {
  await write(scope, { action: "filter:delete", summary: "Delete request filter" }, async (tx) => {
    const row = await getRow(tx.source, scope, input.id);
    tx.tellOf(row.name);
    const [user] = (await loadUsers(tx.source, scope)).get(arnOf(scope, row)) ?? [];
    if (user !== undefined) throw conflict(`Stage ${user.stageName} of ${user.apiName} uses the filter. Choose another one there first.`);
    await tx.remove("RequestFilter", { id: row.id });
  });
}

/** A stage that names a filter which is gone would let everything in; ARNs of other places are no matter of ours. */
export async function demandFilter(source: Source, scope: Scope, arn: string | undefined): Promise<void> {
  const [name, id = ""] = arn?.split("/").slice(-2) ?? [];
  if (arn === undefined || name === undefined || arn !== arnOf(scope, { name, id })) return;
  const row = await table(source, "RequestFilter").findUnique({ where: { id } });
  if (row?.workspaceId !== scope.workspace.id || row.name !== name) throw badRequest("There is no filter with this ARN.");
  await demandRoom(source, scope, row);
}

/** Refuses more than gateways can keep ready: the filters of all stages, and of one that is about to name one. */
async function demandRoom(source: Source, scope: Scope, added?: Rows["RequestFilter"]): Promise<void> {
  const users = await loadUsers(source, scope);
  const rows = await table(source, "RequestFilter").findMany({ where: { workspaceId: scope.workspace.id } });
  const asked = rows.reduce((sum, row) => sum + sizeOf(row.settings) * (users.get(arnOf(scope, row))?.length ?? 0), 0);
  if (asked + (added === undefined ? 0 : sizeOf(added.settings)) <= askedFilterBytesMax) return;
  throw badRequest(
    `The filters that the stages of a workspace ask may have ${askedFilterBytesMax} bytes together, each counted for every stage that asks it. Name fewer and larger networks, or split filters so that stages ask what they need.`,
  );
}

function sizeOf(filter: RequestFilter): number {
  return Buffer.byteLength(JSON.stringify(filter));
}

const ruleNameRefusal = "Rules of a filter have different names.";

function checkFilter(value: unknown): RequestFilter {
  const filter = checkShape(requestFilterSchema, value);
  if (new Set(filter.rules.map(({ name }) => name)).size < filter.rules.length) throw badRequest(ruleNameRefusal);
  const addresses = filter.rules.reduce((sum, rule) => sum + (rule.kind === "IP_SET" ? rule.addresses.length : 0), 0);
  if (addresses > filterAddressesMax)
    throw badRequest(`The rules of a filter may name ${filterAddressesMax} addresses together; these name ${addresses}.`);
  if (sizeOf(filter) > filterBytesMax) throw badRequest(`A filter may have ${filterBytesMax} bytes; this one has ${sizeOf(filter)}.`);
  return filter;
}

function arnOf({ workspace: { accountId, region } }: Scope, { name, id }: { name: string; id: string }): string {
  return filterArn({ accountId, region, name, id });
}

function listed(
  scope: Scope,
  { id, name, settings, version }: Rows["RequestFilter"],
  users: ReadonlyMap<string, FilterStage[]>,
): ListedFilter {
  const arn = arnOf(scope, { name, id });
  const read = requestFilterSchema.safeParse(settings);
  const shared = { id, name, arn, stages: users.get(arn) ?? [], version };
  if (read.success) return { ...shared, filter: read.data };
  const [issue] = read.error.issues;
  return { ...shared, filter: closedFilter, problem: `${issue?.path.join(".")}: ${issue?.message}` };
}

/** The stages of the workspace by the ARN that they name. */
async function loadUsers(source: Source, scope: Scope): Promise<Map<string, FilterStage[]>> {
  const apis = await table(source, "Api").findMany({ where: { workspaceId: scope.workspace.id } });
  const names = new Map(apis.map(({ id, name }) => [id, name]));
  const stages = await table(source, "Stage").findMany({ where: { apiId: { in: [...names.keys()] } } });
  const users = new Map<string, FilterStage[]>();
  for (const { apiId, name: stageName, settings } of stages) {
    if (settings.webAclArn === undefined) continue;
    const user = { apiId, apiName: names.get(apiId) ?? apiId, stageName };
    users.set(settings.webAclArn, [...(users.get(settings.webAclArn) ?? []), user]);
  }
  return users;
}

async function getRow(source: Source, scope: Scope, id: string): Promise<Rows["RequestFilter"]> {
  const row = await table(source, "RequestFilter").findUnique({ where: { id } });
  if (row?.workspaceId !== scope.workspace.id) throw notFound("There is no filter with this id.");
  return row;
}
