import Papa from "papaparse";

/** A file of API keys in the service's CSV format, read but not yet compared with what there is. */
export type ApiKeyFileRow = {
  /** Place among the rows below the header, from 1. */
  row: number;
  name: string;
  value: string;
  description: string;
  enabled: boolean;
  usagePlanIds: string[];
  /** Why this row cannot be imported. */
  problem?: string;
};
export type ApiKeyFile = { ok: true; rows: ApiKeyFileRow[] } | { ok: false; message: string };

export const apiKeyFileBytesMax = 10 * 1024 * 1024;
const rowsMax = 100_000;
const nameLengthMax = 1_024;
const valueLength = { min: 20, max: 128 };

/** The text of a file; a sentence when it is none that we can read. */
export function decodeApiKeyFile(bytes: Uint8Array): { ok: true; text: string } | { ok: false; message: string } {
  if (bytes.length > apiKeyFileBytesMax) return { ok: false, message: "The file is larger than 10 MB. Split it and import the parts." };
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { ok: false, message: "The file is UTF-16. Save it as CSV UTF-8 and import that." };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.includes("\u0000")) return { ok: false, message: "The file has bytes that are no text. Is it a CSV file?" };
    return { ok: true, text };
  } catch {
    return { ok: false, message: "The file is not UTF-8. Save it as CSV UTF-8 and import that." };
  }
}

/** Reads the rows; columns come in any order, and those with other names are ignored. */
export function readApiKeyFile(text: string): ApiKeyFile {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ",", skipEmptyLines: "greedy", preview: rowsMax + 2 });
  const broken = errors.find(({ type }) => type === "Quotes");
  if (broken !== undefined) return { ok: false, message: `A quote in line ${(broken.row ?? 0) + 1} does not end.` };
  const [header = [], ...lines] = data;
  if (lines.length > rowsMax) return { ok: false, message: "The file has more than 100,000 rows. Split it and import the parts." };
  const names = header.map((name) => name.trim().toLowerCase());
  const missing = ["name", "key"].filter((name) => !names.includes(name));
  if (missing.length > 0)
    return { ok: false, message: `The first line must name the columns Name and Key; ${missing.join(" and ")} is missing.` };
  const twice = columns.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) return { ok: false, message: `The first line names the column ${twice} twice.` };
  return { ok: true, rows: lines.map((fields, index) => readRow(names, joinSingleQuoted(fields), index + 1)) };
}

const columns = ["name", "key", "description", "enabled", "usageplanids"];

// The service takes lists of plans in single quotes too; the parser knows double ones only.
function joinSingleQuoted(fields: readonly string[]): string[] {
  const joined: string[] = [];
  let open: string[] | undefined;
  for (const field of fields) {
    if (open !== undefined) open.push(field);
    else if (/^\s*'[^']*$/.test(field) && fields.some((other) => /^[^']*'\s*$/.test(other) && other !== field)) open = [field];
    else joined.push(field);
    if (open !== undefined && open.length > 1 && field.trim().endsWith("'")) {
      joined.push(open.join(","));
      open = undefined;
    }
  }
  return [...joined, ...(open ?? [])];
}

function readRow(names: readonly string[], fields: readonly string[], row: number): ApiKeyFileRow {
  const field = (name: string) => fields[names.indexOf(name)]?.trim() ?? "";
  const enabled = field("enabled").toLowerCase();
  const read = {
    row,
    name: field("name"),
    value: field("key"),
    description: field("description"),
    enabled: enabled !== "false",
    usagePlanIds: field("usageplanids")
      .replace(/^'|'$/g, "")
      .split(",")
      .map((id) => id.trim())
      .filter((id) => id !== ""),
  };
  const problem = problemOf(read, { enabled, hasExtra: fields.length > names.length });
  return problem === undefined ? read : { ...read, problem };
}

function problemOf({ name, value, description }: ApiKeyFileRow, { enabled, hasExtra }: { enabled: string; hasExtra: boolean }) {
  if (hasExtra) return "The row has more fields than the first line names.";
  if (value === "") return "The key is empty.";
  if (value.length < valueLength.min || value.length > valueLength.max) {
    return `The key has ${value.length} characters; it needs ${valueLength.min} to ${valueLength.max}.`;
  }
  if (/[^\x21-\x7e]/.test(value)) return "The key has characters that a header cannot carry.";
  if (name.length > nameLengthMax || description.length > nameLengthMax)
    return `Name and description can have ${nameLengthMax} characters.`;
  if (!["", "true", "false"].includes(enabled)) return `Enabled is ${enabled}; it must be TRUE or FALSE.`;
  return undefined;
}
