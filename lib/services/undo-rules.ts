import { filterArn } from "../definition/request-filter.ts";
import { conflict } from "./errors.ts";
import { batchesOf, type JournalEntry } from "./journal.ts";
import { type RowModel, type Rows, type Source, table, whereId } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { deploymentsOf } from "./stage-protection.ts";

/** Rows that go with their parent, and the column that names it. */
const children: readonly { parent: RowModel; child: RowModel; column: string }[] = [
  { parent: "Resource", child: "Method", column: "resourceId" },
  { parent: "UsagePlan", child: "UsagePlanKey", column: "planId" },
  { parent: "ApiKey", child: "UsagePlanKey", column: "keyId" },
  { parent: "Domain", child: "Mapping", column: "domainId" },
  { parent: "Domain", child: "RoutingRule", column: "domainId" },
  { parent: "Domain", child: "DomainAccess", column: "domainId" },
  ...(
    [
      "Resource",
      "Method",
      "Model",
      "RequestValidator",
      "Authorizer",
      "Route",
      "Integration",
      "GatewayResponse",
      "DocumentationPart",
      "DocumentationVersion",
      "TemplateTest",
      "SavedRequest",
      "Suite",
      "LintSettings",
      "StageProtection",
      "Approval",
      "Deployment",
      "Stage",
    ] as const
  ).map((child) => ({ parent: "Api", child, column: "apiId" }) as const),
];

/** What an undo would take away may have nothing that was added later: it would go too, and no revision would know of it. */
export async function demandChildless(source: Source, changes: readonly JournalEntry[]): Promise<void> {
  const created = changes.filter(({ before }) => before === null);
  const keysOf = (model: RowModel) => created.filter((change) => change.model === model).map(({ key }) => key);
  for (const { parent, child, column } of children) {
    const own = new Set(keysOf(child));
    for (const batch of batchesOf(keysOf(parent))) {
      const found = await table(source, child).findMany({ where: whereColumn(column, batch) });
      const later = found.find((row) => !own.has(row.id));
      if (later !== undefined) throw losesWhatItNeeds(nameOfRow(child, later));
    }
  }
}

/** The columns of `children` are columns of their tables. */
function whereColumn(column: string, keys: string[]): Parameters<ReturnType<typeof table<RowModel>>["findMany"]>[0]["where"] & object {
  return { [column]: { in: keys } };
}

function nameOfRow(model: RowModel, row: Rows[RowModel]): string {
  return labelOf(model, row, new Map());
}

/** What a person calls a row: by its path, its key or its name. */
export function labelOf(model: RowModel, row: object, paths: ReadonlyMap<string, string>): string {
  if ("httpMethod" in row) {
    const path = "resourceId" in row ? paths.get(String(row.resourceId)) : undefined;
    return `method ${row.httpMethod}${path === undefined ? "" : ` ${path}`}`;
  }
  if ("path" in row) return `resource ${row.path}`;
  const words = model.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
  if ("routeKey" in row) return `${words} ${row.routeKey}`;
  if ("responseType" in row) return `${words} ${row.responseType}`;
  return "name" in row ? `${words} ${row.name}` : `${words} ${"id" in row ? row.id : ""}`;
}

function losesWhatItNeeds(what: string): Error {
  return conflict(`This cannot be undone: the ${what} would lose what it needs.`);
}

/** Nothing may point to a row that is not there after the undo. */
export async function demandWhole(source: Source, scope: Scope, changes: readonly JournalEntry[]): Promise<void> {
  const keys = (model: RowModel, side: "before" | "after") =>
    changes.filter((change) => change.model === model && change[side] === null).map(({ key }) => key);
  const orphans = [
    ...(await table(source, "Resource").findMany({ where: { parentId: { in: keys("Resource", "before") } } })),
    ...(await orphanedResources(source, keys("Resource", "after"))),
  ].map((row) => `resource ${row.path}`);
  const [orphan] = [
    ...orphans,
    ...(await orphanedStages(source, changes)),
    ...(await orphanedPlans(source, scope, changes)),
    ...(await misledDomains(source, scope, changes)),
    ...(await unfilteredStages(source, scope, changes)),
    ...(await incompleteSuites(source, changes)),
    ...(await unguardedMethods(source, changes)),
    ...(await misledRoutes(source, changes)),
  ];
  if (orphan !== undefined) throw losesWhatItNeeds(orphan);
  await demandMethodsWhole(source, changes);
}

async function orphanedResources(source: Source, restored: string[]): Promise<Rows["Resource"][]> {
  const rows = [...(await loadRows(source, "Resource", restored)).values()];
  const parents = await loadRows(source, "Resource", [...new Set(rows.flatMap((row) => row.parentId ?? []))]);
  return rows.filter((row) => row.parentId !== null && !parents.has(row.parentId));
}

async function orphanedStages(source: Source, changes: readonly JournalEntry[]): Promise<string[]> {
  const touched = changes.filter(({ model }) => model === "Stage" || model === "Deployment");
  if (touched.length === 0) return [];
  const apiIds = [...new Set(touched.map(({ before, after }) => apiOf(before ?? after)))];
  const stages = await table(source, "Stage").findMany({ where: { apiId: { in: apiIds } } });
  const known = await loadRows(source, "Deployment", [...new Set(stages.flatMap(deploymentsOf))]);
  return stages.filter((stage) => deploymentsOf(stage).some((id) => !known.has(id))).map((stage) => `stage ${stage.name}`);
}

/** Suites that name a saved request which is not there: they would pass without it, and hold no deployment up. */
async function incompleteSuites(source: Source, changes: readonly JournalEntry[]): Promise<string[]> {
  const touched = changes.filter(({ model }) => model === "Suite" || model === "SavedRequest");
  if (touched.length === 0) return [];
  const apiIds = [...new Set(touched.map(({ before, after }) => apiOf(before ?? after)))];
  const suites = await table(source, "Suite").findMany({ where: { apiId: { in: apiIds } } });
  const known = await loadRows(source, "SavedRequest", [...new Set(suites.flatMap(({ settings }) => settings.requestIds))]);
  return suites.filter(({ settings }) => settings.requestIds.some((id) => !known.has(id))).map(({ settings }) => `suite ${settings.name}`);
}

/** Usage plans that name a stage which is not there. */
async function orphanedPlans(source: Source, scope: Scope, changes: readonly JournalEntry[]): Promise<string[]> {
  if (!changes.some(({ model }) => model === "Stage" || model === "UsagePlan")) return [];
  const plans = await table(source, "UsagePlan").findMany({ where: { workspaceId: scope.workspace.id } });
  const named = (plan: Rows["UsagePlan"]) => plan.settings.apiStages.map(({ apiId, stage }) => `${apiId}/${stage}`);
  const known = await loadRows(source, "Stage", [...new Set(plans.flatMap(named))]);
  return plans.filter((plan) => named(plan).some((id) => !known.has(id))).map((plan) => `usage plan ${plan.name}`);
}

/** Domains that lead to an API or a stage which is not there. */
async function misledDomains(source: Source, scope: Scope, changes: readonly JournalEntry[]): Promise<string[]> {
  const models: readonly RowModel[] = ["Api", "Stage", "Mapping", "RoutingRule"];
  if (!changes.some(({ model }) => models.includes(model))) return [];
  const domains = await table(source, "Domain").findMany({ where: { workspaceId: scope.workspace.id } });
  const where = { domainId: { in: domains.map(({ id }) => id) } };
  const leads = [...(await table(source, "Mapping").findMany({ where })), ...(await table(source, "RoutingRule").findMany({ where }))];
  const stages = await loadRows(source, "Stage", [...new Set(leads.map(({ apiId, stage }) => `${apiId}/${stage}`))]);
  const apis = await loadRows(source, "Api", [...new Set(leads.map(({ apiId }) => apiId))]);
  // A mapping without a stage leaves it to the caller.
  const isMisled = ({ apiId, stage }: { apiId: string; stage: string }) =>
    !apis.has(apiId) || (stage !== "" && !stages.has(`${apiId}/${stage}`));
  const ids = new Set(leads.filter(isMisled).map(({ domainId }) => domainId));
  return domains.filter(({ id }) => ids.has(id)).map(({ name }) => `domain ${name}`);
}

/** Stages that would go on without the filter which they name; ARNs of other places are no matter of ours. */
async function unfilteredStages(source: Source, scope: Scope, changes: readonly JournalEntry[]): Promise<string[]> {
  if (!changes.some(({ model }) => model === "Stage" || model === "RequestFilter")) return [];
  const { id: workspaceId, accountId, region } = scope.workspace;
  const filters = await table(source, "RequestFilter").findMany({ where: { workspaceId } });
  const known = new Set(filters.map(({ name, id }) => filterArn({ accountId, region, name, id })));
  const gone = changes.flatMap(({ model, before, after }) =>
    model === "RequestFilter" && before === null ? filterArnOf(scope, after) : [],
  );
  const apis = await table(source, "Api").findMany({ where: { workspaceId } });
  const stages = await table(source, "Stage").findMany({ where: { apiId: { in: apis.map(({ id }) => id) } } });
  const touched = new Set(changes.filter(({ model }) => model === "Stage").map(({ key }) => key));
  const own = filterArn({ accountId, region, name: "", id: "" }).slice(0, -1);
  const lost = ({ id, settings: { webAclArn } }: Rows["Stage"]) =>
    webAclArn !== undefined && (gone.includes(webAclArn) || (touched.has(id) && webAclArn.startsWith(own) && !known.has(webAclArn)));
  return stages.filter(lost).map(({ name }) => `stage ${name}`);
}

function filterArnOf({ workspace: { accountId, region } }: Scope, text: string | null): string {
  const { name = "", id = "" }: { name?: string; id?: string } = JSON.parse(text ?? "{}");
  return filterArn({ accountId, region, name, id });
}

async function demandMethodsWhole(source: Source, changes: readonly JournalEntry[]): Promise<void> {
  const named = changes.filter(({ model, before }) => before === null && isNamedByMethods(model));
  if (named.length === 0) return;
  const gone = new Set(named.map(({ key, after }) => nameOf(after) ?? key));
  const apiIds = [...new Set(named.map(({ after }) => apiOf(after)))];
  for (const { settings, httpMethod } of await table(source, "Method").findMany({ where: { apiId: { in: apiIds } } })) {
    const responses = Object.values(settings.methodResponses ?? {}).flatMap((response) => Object.values(response.responseModels ?? {}));
    const uses = [settings.requestValidatorId, settings.authorizerId, ...Object.values(settings.requestModels ?? {}), ...responses];
    if (uses.some((use) => use !== undefined && gone.has(use))) {
      throw conflict(`This cannot be undone: a method ${httpMethod} needs what it would remove.`);
    }
  }
}

function isNamedByMethods(model: RowModel): boolean {
  return model === "RequestValidator" || model === "Authorizer" || model === "Model";
}

/** Methods that would come back to an authorizer or a validator which is not there any more. */
async function unguardedMethods(source: Source, changes: readonly JournalEntry[]): Promise<string[]> {
  const restored = changes.filter(({ model, before }) => model === "Method" && before !== null).map(({ key }) => key);
  const methods = [...(await loadRows(source, "Method", restored)).values()];
  const needsOf = ({ settings }: Rows["Method"]) => [...authorizerOf(settings), ...listOf(settings.requestValidatorId)];
  const there = await findThere(source, ["Authorizer", "RequestValidator"], methods.flatMap(needsOf));
  return methods.filter((row) => needsOf(row).some((id) => !there.has(id))).map((row) => nameOfRow("Method", row));
}

/** Routes that lead to an integration or ask an authorizer which is not there, as far as the undo has to do with it. */
async function misledRoutes(source: Source, changes: readonly JournalEntry[]): Promise<string[]> {
  const own = changes.filter(({ model }) => model === "Route" || model === "Integration" || model === "Authorizer");
  if (own.length === 0) return [];
  const touched = new Set(own.map(({ key }) => key));
  const apiIds = [...new Set(own.map(({ before, after }) => apiOf(before ?? after)))];
  const routes = await table(source, "Route").findMany({ where: { apiId: { in: apiIds } } });
  const needsOf = ({ settings }: Rows["Route"]) => [...authorizerOf(settings), ...listOf(settings.target?.replace(/^integrations\//, ""))];
  const there = await findThere(source, ["Authorizer", "Integration"], routes.flatMap(needsOf));
  return routes
    .filter((row) => needsOf(row).some((id) => !there.has(id) && (touched.has(row.id) || touched.has(id))))
    .map((row) => nameOfRow("Route", row));
}

/** The authorizer that decides; where none does, the id of one may be left over. */
function authorizerOf({ authorizationType, authorizerId }: { authorizationType: string; authorizerId?: string | undefined }): string[] {
  return authorizationType === "NONE" || authorizationType === "AWS_IAM" ? [] : listOf(authorizerId);
}

function listOf(id: string | undefined): string[] {
  return id === undefined ? [] : [id];
}

async function findThere(source: Source, models: readonly RowModel[], ids: readonly string[]): Promise<ReadonlySet<string>> {
  const there = new Set<string>();
  for (const model of models) for (const id of (await loadRows(source, model, [...new Set(ids)])).keys()) there.add(id);
  return there;
}

/** Methods name models by their name, everything else by its id. */
function nameOf(text: string | null): string | undefined {
  const { name, settings }: { name?: string; settings?: { contentType?: string } } = JSON.parse(text ?? "{}");
  return settings?.contentType === undefined ? undefined : name;
}

function apiOf(text: string | null): string {
  const { apiId = "" }: { apiId?: string } = JSON.parse(text ?? "{}");
  return apiId;
}

export async function loadRows<M extends RowModel>(source: Source, model: M, keys: string[]): Promise<Map<string, Rows[M]>> {
  const rows = new Map<string, Rows[M]>();
  for (const batch of batchesOf(keys)) {
    for (const row of await table(source, model).findMany({ where: whereId<M>(batch) })) rows.set(row.id, row);
  }
  return rows;
}
