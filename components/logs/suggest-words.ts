import { type LogField, logFields } from "@/lib/definition/log-filter";
import { reasonCodes } from "@/lib/definition/reason-codes";

export type Suggestion = { word: string; hint: string };

/** What the workspace has that a filter can name. */
export type Known = { apis: readonly { id: string; name: string; stages: readonly { stageName: string }[] }[] };

const fieldHints: Record<LogField, string> = {
  status: "5xx, 404",
  reason: "why the gateway answered itself",
  path: "/pets*",
  method: "GET, POST",
  route: '"GET /pets/{id}"',
  api: "name or id",
  stage: "prod",
  arm: "base or canary",
  key: "name or id of an API key",
  id: "request id",
  since: "15m, 1h, 7d",
  from: "2026-11-21T10:00:00Z",
  to: "2026-11-21T11:00:00Z",
};
const suggestionsMax = 12;

/** The word that ends at the caret, and where it begins. */
export function wordAt(text: string, caret: number): { word: string; start: number } {
  const before = text.slice(0, caret);
  const word = /(?:[^\s"]|"[^"]*"?)*$/.exec(before)?.[0] ?? "";
  return { word, start: caret - word.length };
}

/** How the word at the caret can go on. */
export function suggestWords(word: string, known: Known): Suggestion[] {
  const minus = word.startsWith("-") ? "-" : "";
  const bare = word.slice(minus.length);
  const colon = bare.indexOf(":");
  if (colon < 0) {
    return logFields
      .filter((field) => field.startsWith(bare.toLowerCase()))
      .map((field) => ({ word: `${minus}${field}:`, hint: fieldHints[field] }));
  }
  const field = bare.slice(0, colon).toLowerCase();
  const typed = bare.slice(colon + 1).toLowerCase();
  const comma = typed.lastIndexOf(",") + 1;
  return valuesOf(field, known)
    .filter(({ value }) => value.toLowerCase().startsWith(typed.slice(comma)) && value.toLowerCase() !== typed.slice(comma))
    .slice(0, suggestionsMax)
    .map(({ value, hint }) => ({ word: `${minus}${bare.slice(0, colon + 1 + comma)}${/\s/.test(value) ? `"${value}"` : value}`, hint }));
}

function valuesOf(field: string, { apis }: Known): { value: string; hint: string }[] {
  const plain = (values: readonly string[]) => values.map((value) => ({ value, hint: "" }));
  const stages = [...new Set(apis.flatMap((api) => api.stages.map(({ stageName }) => stageName)))].sort();
  const values: Record<string, () => { value: string; hint: string }[]> = {
    status: () => plain(["2xx", "3xx", "4xx", "5xx", "200", "400", "403", "404", "429", "500", "502", "504"]),
    reason: () => plain(reasonCodes),
    method: () => plain(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]),
    arm: () => plain(["base", "canary"]),
    since: () => plain(["15m", "1h", "3h", "24h", "7d"]),
    stage: () => plain(stages),
    api: () => apis.map(({ id, name }) => ({ value: name, hint: id })),
  };
  return values[field]?.() ?? [];
}
