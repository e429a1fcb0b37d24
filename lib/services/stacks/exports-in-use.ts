import type { Source, StackOutput } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { getStackRows, type StackRow } from "./stack-rows.ts";

/** Why a stack cannot have these outputs in place of its own: other stacks were made with what it exports. */
export async function exportInUse(source: Source, scope: Scope, row: StackRow, after: readonly StackOutput[]): Promise<string | undefined> {
  const values = new Map(after.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value] as const])));
  const changed = row.settings.outputs.filter(({ exportName, value }) => exportName !== undefined && values.get(exportName) !== value);
  if (changed.length === 0) return undefined;
  const others = (await getStackRows(source, scope)).filter(({ id }) => id !== row.id);
  for (const { exportName = "" } of changed) {
    const users = others.filter(({ settings }) => settings.imports?.includes(exportName)).map(({ name }) => name);
    const verb = values.has(exportName) ? "update" : "delete";
    if (users.length > 0) return `Cannot ${verb} export ${exportName} as it is in use by ${users.sort().join(", ")}.`;
  }
  return undefined;
}
