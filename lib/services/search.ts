import { getDomainRows, isPrivate } from "./domains.ts";
import { listApiKeys } from "./list-api-keys.ts";
import type { Scope } from "./scope.ts";
import { read } from "./write.ts";

export type SearchHit = {
  kind: "api" | "method" | "stage" | "model" | "key" | "plan" | "domain";
  label: string;
  detail: string;
  href: string;
};

const hitsMax = 40;
const textMax = 200;

/** Where a name leads: methods or routes, stages and models of the API at hand first, then APIs. */
export async function search(scope: Scope, input: { text: string; restApiId?: string | undefined }): Promise<SearchHit[]> {
  const wanted = input.text.slice(0, textMax).trim().toLowerCase();
  const contains = (text: string) => text.toLowerCase().includes(wanted);
  return read(scope, async (source) => {
    const where = { workspaceId: scope.workspace.id };
    const apis = await source.api.findMany({ where, orderBy: { name: "asc" }, select: { id: true, name: true, kind: true } });
    const current = apis.find((api) => api.id === input.restApiId);
    const own = current === undefined ? [] : await searchApi(scope, current, wanted);
    const others = apis
      .filter((api) => contains(`${api.name} ${api.id}`))
      .map(
        (api): SearchHit => ({
          kind: "api",
          label: api.name,
          detail: api.id,
          href: `/apis/${api.id}/${api.kind === "REST" ? "resources" : "routes"}`,
        }),
      );
    return [...own, ...others, ...(await searchDomains(scope, wanted)), ...(await searchAccess(scope, wanted))].slice(0, hitsMax);
  });
}

/** From two letters on: one is in nearly every name. */
const accessTextMin = 2;
const accessHitsMax = 8;

async function searchDomains(scope: Scope, wanted: string): Promise<SearchHit[]> {
  const rows = (await getDomainRows(scope.db.reader, scope)).filter(({ name }) => name.includes(wanted)).slice(0, accessHitsMax);
  return rows.map(({ id, name, settings }): SearchHit => {
    const href = `/domains/${encodeURIComponent(name)}${isPrivate(settings) ? `?id=${id}` : ""}`;
    return { kind: "domain", label: name, detail: "domain", href };
  });
}

async function searchAccess(scope: Scope, wanted: string): Promise<SearchHit[]> {
  if (wanted.length < accessTextMin) return [];
  const [plans, keys] = await Promise.all([
    scope.db.reader.usagePlan.findMany({ where: { workspaceId: scope.workspace.id }, select: { id: true, name: true } }),
    listApiKeys(scope, { text: wanted, limit: accessHitsMax }),
  ]);
  const found = plans.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, accessHitsMax);
  return [
    ...found.map(({ id, name }): SearchHit => ({ kind: "plan", label: name, detail: "usage plan", href: `/plans/${id}` })),
    ...keys.items.map(({ id, name }): SearchHit => ({ kind: "key", label: name || id, detail: "API key", href: `/keys/${id}` })),
  ];
}

type Named = { id: string; name: string; kind: string };

/** The shortest labels first: what was typed in full comes before what it is a part of. */
async function searchApi(scope: Scope, api: Named, wanted: string): Promise<SearchHit[]> {
  const { reader } = scope.db;
  const where = { apiId: api.id };
  const base = `/apis/${api.id}`;
  const isRest = api.kind === "REST";
  const [methods, stages, models] = await Promise.all([
    isRest ? findMethods(scope, api.id, wanted) : findRoutes(scope, api.id, wanted),
    reader.stage.findMany({ where, select: { name: true } }),
    reader.model.findMany({ where, select: { id: true, name: true } }),
  ]);
  const named = ({ label }: SearchHit) => label.toLowerCase().includes(wanted);
  const hits: SearchHit[] = [
    ...methods.map(
      ({ label, query }): SearchHit => ({
        kind: "method",
        label,
        detail: api.name,
        href: `${base}/${isRest ? "resources" : "routes"}?${query}`,
      }),
    ),
    ...stages
      .map(
        ({ name }): SearchHit => ({
          kind: "stage",
          label: name,
          detail: `stage of ${api.name}`,
          href: `${base}/stages/${encodeURIComponent(name)}`,
        }),
      )
      .filter(named),
    ...models
      .map(
        ({ id, name }): SearchHit => ({
          kind: "model",
          label: name,
          detail: `model of ${api.name}`,
          href: `${base}/models?model=${encodeURIComponent(isRest ? name : id)}`,
        }),
      )
      .filter(named),
  ];
  return hits.sort((a, b) => a.label.length - b.label.length);
}

type Place = { label: string; query: string };

/** The database looks: an API may have 10,000 methods, and their settings are megabytes. */
async function findMethods(scope: Scope, apiId: string, wanted: string): Promise<Place[]> {
  const rows: { httpMethod: string; path: string }[] = await scope.db.reader.$queryRaw`
    SELECT m."httpMethod", r."path" FROM "Method" m JOIN "Resource" r ON r."id" = m."resourceId"
    WHERE m."apiId" = ${apiId} AND lower(m."httpMethod" || ' ' || r."path") LIKE ${patternOf(wanted)} ESCAPE '!'
    ORDER BY length(m."httpMethod") + length(r."path"), r."path" LIMIT ${hitsMax}`;
  return rows.map(({ httpMethod, path }) => ({
    label: `${httpMethod} ${path}`,
    query: `node=${encodeURIComponent(path)}&method=${httpMethod}`,
  }));
}

/** Routes of an HTTP or WebSocket API, which may have as many. */
async function findRoutes(scope: Scope, apiId: string, wanted: string): Promise<Place[]> {
  const rows: { routeKey: string }[] = await scope.db.reader.$queryRaw`
    SELECT "routeKey" FROM "Route" WHERE "apiId" = ${apiId} AND lower("routeKey") LIKE ${patternOf(wanted)} ESCAPE '!'
    ORDER BY length("routeKey"), "routeKey" LIMIT ${hitsMax}`;
  return rows.map(({ routeKey }) => ({ label: routeKey, query: `route=${encodeURIComponent(routeKey)}` }));
}

const patternOf = (wanted: string) => `%${wanted.replace(/[!%_]/g, (sign) => `!${sign}`)}%`;
