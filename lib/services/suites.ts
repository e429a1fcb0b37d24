import { newId } from "../base/ids.ts";
import { type Suite, suiteSchema } from "../definition/saved-request.ts";
import { checkShape } from "./check-shape.ts";
import { badRequest, notFound } from "./errors.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { loadRows } from "./undo-rules.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type SuiteResult = Suite & { id: string; entityVersion: number };
export type SuiteKey = { restApiId: string; suiteId: string };

const suitesMax = 100;

export async function createSuite(scope: Scope, input: { restApiId: string; suite: unknown }): Promise<SuiteResult> {
  const apiId = input.restApiId;
  const suite = checkShape(suiteSchema, input.suite);
  return write(scope, { action: "suite:create", api: apiId, summary: `Create the suite ${suite.name}` }, async (tx) => {
    await getApiRow(tx.source, scope, apiId);
    await demandRequests(tx.source, apiId, suite);
    if ((await table(tx.source, "Suite").count({ where: { apiId } })) >= suitesMax)
      throw badRequest(`An API has ${suitesMax} suites at most. Delete one first.`);
    return suiteOf(await tx.insert("Suite", { id: newId(scope.random), apiId, createdAt: tx.at, settings: suite }));
  });
}

export async function updateSuite(
  scope: Scope,
  key: SuiteKey,
  change: (draft: Suite) => unknown,
  options: UpdateOptions = {},
): Promise<SuiteResult> {
  return write(scope, { action: "suite:update", api: key.restApiId, summary: "Change the suite" }, async (tx) => {
    const row = await getSuiteRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, `The suite ${row.settings.name}`);
    tx.tellOf(row.settings.name);
    const suite = checkShape(suiteSchema, change(row.settings));
    await demandRequests(tx.source, row.apiId, suite);
    return suiteOf(await tx.update("Suite", row, { settings: suite }));
  });
}

export async function deleteSuite(scope: Scope, key: SuiteKey): Promise<void> {
  await write(scope, { action: "suite:delete", api: key.restApiId, summary: "Delete the suite" }, async (tx) => {
    const row = await getSuiteRow(tx.source, scope, key);
    tx.tellOf(row.settings.name);
    await tx.remove("Suite", { id: row.id });
  });
}

/** All suites of an API, the oldest first. */
export async function listSuites(scope: Scope, input: { restApiId: string }): Promise<SuiteResult[]> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const rows = await table(source, "Suite").findMany({
      where: { apiId: input.restApiId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    return rows.map(suiteOf);
  });
}

export async function getSuite(scope: Scope, key: SuiteKey): Promise<SuiteResult> {
  return read(scope, async (source) => suiteOf(await getSuiteRow(source, scope, key)));
}

async function demandRequests(source: Source, apiId: string, { requestIds }: Suite): Promise<void> {
  const known = await loadRows(source, "SavedRequest", requestIds);
  if (requestIds.some((id) => known.get(id)?.apiId !== apiId))
    throw badRequest("The suite names a saved request that the API does not have.");
  if (new Set(requestIds).size < requestIds.length) throw badRequest("The suite names a saved request twice.");
}

async function getSuiteRow(source: Source, scope: Scope, key: SuiteKey): Promise<Rows["Suite"]> {
  const unknown = () => notFound("There is no suite with this id.");
  await getApiRow(source, scope, key.restApiId, unknown);
  const row = await table(source, "Suite").findUnique({ where: { id: key.suiteId } });
  if (row?.apiId !== key.restApiId) throw unknown();
  return row;
}

function suiteOf(row: Rows["Suite"]): SuiteResult {
  return { ...row.settings, id: row.id, entityVersion: row.version };
}
