import { canonicalJson } from "../../base/canonical-json.ts";
import { fieldChanges } from "../../definition/diff.ts";
import type { ImportItem, ImportReview, SourcePlace } from "../../definition/import-review.ts";
import type { V2ImportPlan } from "../../openapi/v2-import-plan.ts";
import type { Scope } from "../scope.ts";
import { checkApi, defaultApiSettings } from "../v2/apis.ts";
import { getV2ApiRow } from "../v2/change-api.ts";
import { applyHttpPlan, reimportedSettings } from "../v2/import-api.ts";
import { insertV2, updateV2, v2ApiOf } from "../v2/v2-rows.ts";
import { type ApiRows, memoryTx } from "./memory-tx.ts";
import { newApiId } from "./rehearse.ts";

type Reviewed = { before: ApiRows; plan: V2ImportPlan; places: ReadonlyMap<string, SourcePlace> };

/** What the import of an HTTP API would add, change and remove; it is imported as a whole. */
export async function reviewHttp(scope: Scope, { before, plan, places }: Reviewed): Promise<Omit<ImportReview, "draftVersion">> {
  const after = await rehearseHttp(scope, before, plan);
  const [old, made] = [before, after].map(routesOf);
  const keys = [...new Set([...(old?.keys() ?? []), ...(made?.keys() ?? [])])].sort();
  const items = keys.map((key): ImportItem => {
    const [from, to] = [old?.get(key), made?.get(key)];
    const place = places.get(key);
    const kind =
      from === undefined ? "added" : to === undefined ? "removed" : canonicalJson(from) === canonicalJson(to) ? "kept" : "changed";
    return {
      key,
      group: "operation",
      kind,
      ...pathAndVerb(key),
      choices: [],
      byDefault: to === undefined ? "remove" : "replace",
      ...(place === undefined ? {} : { place }),
      warnings: plan.warnings.filter(({ operation }) => operation === key).map(({ text }) => text),
      fields: kind === "changed" ? { replace: fieldChanges(from, to) } : {},
    };
  });
  const [from] = before.Api.values();
  const [to] = after.Api.values();
  return {
    name: plan.settings.name,
    items,
    settings: from === undefined ? [] : fieldChanges(from.settings, to?.settings),
    documentation: { added: 0, changed: 0, removed: 0 },
    warnings: plan.warnings.map((warning) => {
      const place = places.get(warning.operation ?? "");
      return { ...warning, ...(place === undefined ? {} : { place }) };
    }),
  };
}

async function rehearseHttp(scope: Scope, before: ApiRows, plan: V2ImportPlan): Promise<ApiRows> {
  const { tx, rows } = memoryTx(before, scope.clock());
  const [row] = before.Api.values();
  if (row === undefined) {
    const settings = checkApi({ ...defaultApiSettings, protocolType: "HTTP", ...plan.settings });
    const made = { id: newApiId, workspaceId: scope.workspace.id, kind: "HTTP", name: settings.name, settings, createdAt: tx.at };
    await applyHttpPlan(tx, scope, await insertV2(tx, "Api", made), plan);
    return rows;
  }
  const known = await getV2ApiRow(tx.source, scope, row.id);
  const settings = reimportedSettings(v2ApiOf(row), plan);
  const api = await updateV2(tx, "Api", known, { name: settings.name, settings });
  for (const model of ["Route", "Integration", "Authorizer"] as const) await tx.remove(model, { apiId: api.id });
  await applyHttpPlan(tx, scope, api, plan);
  return rows;
}

/** Routes by key, each with its integration and its authorizer in place of their ids. */
function routesOf(rows: ApiRows): Map<string, object> {
  const routes = [...rows.Route.values()].map(({ routeKey, settings }) => {
    const { target, authorizerId, ...route } = settings;
    const integration = rows.Integration.get(target?.replace(/^integrations\//, "") ?? "")?.settings;
    const authorizer = rows.Authorizer.get(authorizerId ?? "");
    const { name, settings: authorizerSettings } = authorizer ?? {};
    return [
      routeKey,
      { ...route, integration, authorizer: authorizer === undefined ? undefined : { name, ...authorizerSettings } },
    ] as const;
  });
  return new Map(routes);
}

function pathAndVerb(routeKey: string): { path?: string; verb?: string; name?: string } {
  const [verb = "", path] = routeKey.split(" ");
  return path === undefined ? { name: routeKey } : { path, verb };
}
