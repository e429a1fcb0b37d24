import Papa from "papaparse";

/** Rows as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export function writeCsv(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return `${Papa.unparse({ fields: [...header], data: rows.map((row) => [...row]) }, { escapeFormulae: true, newline: "\n" })}\n`;
}
