import { newId } from "../base/ids.ts";
import { type ApiKeyFileRow, decodeApiKeyFile, readApiKeyFile } from "../definition/api-key-file.ts";
import { storedValue } from "./api-keys.ts";
import { badRequest } from "./errors.ts";
import { batchesOf, type WriteTx } from "./journal.ts";
import { type Rows, type Source, table } from "./rows.ts";
import { demand, type Scope } from "./scope.ts";
import { read, write } from "./write.ts";

/** What becomes of a row: a row that a later one repeats is `repeated`. */
export type ImportedRow = {
  row: number;
  name: string;
  outcome: "create" | "update" | "repeated" | "refused";
  message?: string;
  keyId?: string;
};

export type ImportInput = {
  text: string;
  /** Plans that every key is put into, besides those of its row. */
  usagePlanIds?: readonly string[] | undefined;
  /** Nothing is imported when any row cannot be. */
  failOnWarnings?: boolean | undefined;
};

/** What an import would do, row by row; nothing is written. */
export async function previewApiKeyImport(scope: Scope, input: ImportInput): Promise<ImportedRow[]> {
  demand(scope, "write", "api-key:import");
  const rows = readRows(input);
  return read(scope, async (source) => (await planRows(source, scope, rows)).map(({ imported }) => imported));
}

/** Makes and changes the keys of a file as one revision. Keys are the same when their values are. */
export async function importApiKeys(scope: Scope, input: ImportInput): Promise<{ ids: string[]; warnings: string[]; rows: ImportedRow[] }> {
  const rows = readRows(input);
  return write(scope, { action: "api-key:import", summary: "Import API keys from a file" }, async (tx) => {
    const planned = await planRows(tx.source, scope, rows);
    const warnings = planned.flatMap(({ imported: { row, outcome, message } }) =>
      outcome === "refused" ? [`Row ${row}: ${message}`] : [],
    );
    if (input.failOnWarnings === true && warnings.length > 0) {
      throw badRequest(`Nothing was imported. ${warnings.slice(0, warningsShown).join(" ")}`);
    }
    await createKeys(tx, scope, planned);
    await changeKeys(tx, planned);
    await linkKeys(tx, planned);
    const ids = planned.flatMap(({ imported: { outcome, keyId } }) =>
      keyId !== undefined && (outcome === "create" || outcome === "update") ? [keyId] : [],
    );
    return { ids, warnings, rows: planned.map(({ imported }) => imported) };
  });
}

/** The same for a file as it comes over the wire. */
export async function importApiKeyFile(
  scope: Scope,
  input: { body: Uint8Array; format: string; failOnWarnings?: boolean | undefined },
): Promise<{ ids: string[]; warnings: string[] }> {
  if (input.format !== "csv") throw badRequest("API keys can be imported from the format csv only");
  const decoded = decodeApiKeyFile(input.body);
  if (!decoded.ok) throw badRequest(decoded.message);
  const { ids, warnings } = await importApiKeys(scope, { text: decoded.text, failOnWarnings: input.failOnWarnings });
  return { ids, warnings };
}

const warningsShown = 20;

function readRows({ text, usagePlanIds = [] }: ImportInput): ApiKeyFileRow[] {
  const file = readApiKeyFile(text);
  if (!file.ok) throw badRequest(file.message);
  return file.rows.map((row) => ({ ...row, usagePlanIds: [...new Set([...row.usagePlanIds, ...usagePlanIds])] }));
}

type PlannedRow = { file: ApiKeyFileRow; imported: ImportedRow; valueHash: string; known?: Rows["ApiKey"] };

async function planRows(source: Source, scope: Scope, rows: readonly ApiKeyFileRow[]): Promise<PlannedRow[]> {
  const plans = await table(source, "UsagePlan").findMany({ where: { workspaceId: scope.workspace.id } });
  const planIds = new Set(plans.map(({ id }) => id));
  const { accountId, region } = scope.workspace;
  const hashed = rows.map((file) => ({ file, valueHash: scope.apiKeys.hash({ accountId, region, value: file.value }) }));
  const known = await loadByHash(
    source,
    scope,
    hashed.map(({ valueHash }) => valueHash),
  );
  const fits = ({ file }: { file: ApiKeyFileRow }) => problemOf(file, planIds) === undefined;
  const last = new Map(hashed.filter(fits).map(({ file, valueHash }) => [valueHash, file.row]));
  return hashed.map(({ file, valueHash }) => {
    const row = known.get(valueHash);
    const winner = last.get(valueHash);
    const { row: place, name } = file;
    const message = problemOf(file, planIds);
    if (message !== undefined) return { file, valueHash, imported: { row: place, name, outcome: "refused", message } };
    if (winner !== undefined && winner !== place) {
      return {
        file,
        valueHash,
        imported: { row: place, name, outcome: "repeated", message: `Row ${winner} has the same key and counts.` },
      };
    }
    if (row === undefined) return { file, valueHash, imported: { row: place, name, outcome: "create" } };
    return { file, valueHash, known: row, imported: { row: place, name, outcome: "update", keyId: row.id } };
  });
}

function problemOf(file: ApiKeyFileRow, planIds: ReadonlySet<string>): string | undefined {
  if (file.problem !== undefined) return file.problem;
  const unknown = file.usagePlanIds.find((id) => !planIds.has(id));
  return unknown === undefined ? undefined : `There is no usage plan ${unknown}.`;
}

async function loadByHash(source: Source, scope: Scope, hashes: readonly string[]): Promise<Map<string, Rows["ApiKey"]>> {
  const known = new Map<string, Rows["ApiKey"]>();
  for (const batch of batchesOf(hashes)) {
    const rows = await table(source, "ApiKey").findMany({ where: { workspaceId: scope.workspace.id, valueHash: { in: batch } } });
    for (const row of rows) known.set(row.valueHash ?? "", row);
  }
  return known;
}

async function createKeys(tx: WriteTx, scope: Scope, planned: readonly PlannedRow[]): Promise<void> {
  const wanted = planned.filter(({ imported }) => imported.outcome === "create");
  for (const { imported } of wanted) imported.keyId = newId(scope.random);
  const rows = wanted.map(({ file, imported: { keyId = "" } }) => ({
    id: keyId,
    workspaceId: scope.workspace.id,
    name: file.name,
    ...storedValue(scope, keyId, file.value),
    settings: settingsOf(file),
    createdAt: tx.at,
    updatedAt: tx.at,
  }));
  await tx.insertMany("ApiKey", rows);
}

async function changeKeys(tx: WriteTx, planned: readonly PlannedRow[]): Promise<void> {
  for (const { file, known } of planned) {
    if (known === undefined) continue;
    // What files have no column for stays: whose key it is, its end, and the value that a rotation replaced.
    const { enabled: _enabled, description: _description, ...kept } = known.settings;
    const settings = { ...kept, ...settingsOf(file) };
    const after = await tx.update("ApiKey", known, { name: file.name, settings });
    if (after !== known) await tx.update("ApiKey", after, { updatedAt: tx.at });
  }
}

function settingsOf({ description, enabled }: ApiKeyFileRow): Rows["ApiKey"]["settings"] {
  return { enabled, ...(description === "" ? {} : { description }) };
}

async function linkKeys(tx: WriteTx, planned: readonly PlannedRow[]): Promise<void> {
  const wanted = planned.flatMap(({ file, imported: { outcome, keyId = "" } }) =>
    outcome === "create" || outcome === "update" ? [...new Set(file.usagePlanIds)].map((planId) => ({ planId, keyId })) : [],
  );
  const links = wanted.map(({ planId, keyId }) => ({ id: `${planId}/${keyId}`, planId, keyId, createdAt: tx.at }));
  for (const batch of batchesOf(links)) {
    const known = await table(tx.source, "UsagePlanKey").findMany({ where: { id: { in: batch.map(({ id }) => id) } } });
    const ids = new Set(known.map(({ id }) => id));
    await tx.insertMany(
      "UsagePlanKey",
      batch.filter(({ id }) => !ids.has(id)),
    );
  }
}
