import { type Rows, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read } from "./write.ts";

export type SearchHit = { kind: "api" | "method" | "stage" | "model"; label: string; detail: string; href: string };

const hitsMax = 40;
const textMax = 200;

const contains = (text: string, wanted: string) => text.toLowerCase().includes(wanted);

/** Where a name leads: methods, models and stages of the API at hand first, then APIs. */
export async function search(scope: Scope, input: { text: string; restApiId?: string | undefined }): Promise<SearchHit[]> {
  const wanted = input.text.slice(0, textMax).trim().toLowerCase();
  return read(scope, async (source) => {
    const apis = await table(source, "Api").findMany({ where: { workspaceId: scope.workspace.id }, orderBy: [{ name: "asc" }] });
    const current = apis.find((api) => api.id === input.restApiId);
    const own = current === undefined ? [] : await searchApi(source, current, wanted);
    const others = apis
      .filter((api) => contains(`${api.name} ${api.id}`, wanted))
      .map((api): SearchHit => ({ kind: "api", label: api.name, detail: api.id, href: `/apis/${api.id}/resources` }));
    return [...own, ...others].slice(0, hitsMax);
  });
}

async function searchApi(source: Parameters<typeof table>[0], api: Rows["Api"], wanted: string): Promise<SearchHit[]> {
  const where = { apiId: api.id };
  const [resources, methods, models, stages] = await Promise.all([
    table(source, "Resource").findMany({ where }),
    table(source, "Method").findMany({ where }),
    table(source, "Model").findMany({ where }),
    table(source, "Stage").findMany({ where }),
  ]);
  const paths = new Map(resources.map((row) => [row.id, row.path]));
  const base = `/apis/${api.id}`;
  const hits: SearchHit[] = [
    ...methods.map(({ httpMethod, resourceId }): SearchHit => {
      const path = paths.get(resourceId) ?? "/";
      return {
        kind: "method",
        label: `${httpMethod} ${path}`,
        detail: api.name,
        href: `${base}/resources?node=${encodeURIComponent(path)}&method=${httpMethod}`,
      };
    }),
    ...stages.map(
      ({ name }): SearchHit => ({
        kind: "stage",
        label: name,
        detail: `stage of ${api.name}`,
        href: `${base}/stages/${encodeURIComponent(name)}`,
      }),
    ),
    ...models.map(
      ({ name }): SearchHit => ({
        kind: "model",
        label: name,
        detail: `model of ${api.name}`,
        href: `${base}/models?model=${encodeURIComponent(name)}`,
      }),
    ),
  ];
  return hits.filter((hit) => contains(hit.label, wanted)).sort((a, b) => a.label.length - b.label.length);
}
