/** What a log is filtered by; the filter bar, its address and the search share this one reader. */
export const logFields = [
  "status",
  "reason",
  "path",
  "method",
  "route",
  "api",
  "stage",
  "arm",
  "key",
  "id",
  "since",
  "from",
  "to",
] as const;
export type LogField = (typeof logFields)[number];

/** One word of a filter; several values are alternatives. */
export type LogTerm = { field: LogField; values: string[]; isNegated: boolean };

export type LogFilter = { terms: LogTerm[]; problems: string[] };

/** Longest filter that is read. */
export const filterTextMax = 1_000;
const termsMax = 30;
const valuesMax = 50;

const word = /(-?)(?:([a-z]+):("[^"]*"|\S*)|("[^"]*"|\S+))/gi;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads `status:5xx reason:BACKEND_TIMEOUT path:/pets* since:1h`; words without a field are paths or request ids. */
export function parseLogFilter(text: string): LogFilter {
  const terms: LogTerm[] = [];
  const problems: string[] = [];
  for (const [whole, minus, name, given, bare] of text.slice(0, filterTextMax).matchAll(word)) {
    if (terms.length >= termsMax) break;
    const value = (given ?? bare ?? "").replaceAll('"', "");
    const term = toTerm(name?.toLowerCase(), value, minus === "-");
    if (typeof term === "string") problems.push(term);
    else if (term !== undefined) terms.push(checked(term, whole, problems));
  }
  return { terms: terms.filter(({ values }) => values.length > 0), problems };
}

function toTerm(name: string | undefined, value: string, isNegated: boolean): LogTerm | string | undefined {
  if (name === undefined) return value === "" ? undefined : bareTerm(value, isNegated);
  const field = logFields.find((each) => each === name);
  if (field === undefined) return `There is no field ${name}. Fields are ${logFields.join(", ")}.`;
  const values = field === "route" || field === "from" || field === "to" ? [value] : value.split(",");
  return { field, values: values.filter((each) => each !== "").slice(0, valuesMax), isNegated };
}

function bareTerm(value: string, isNegated: boolean): LogTerm {
  if (uuid.test(value)) return { field: "id", values: [value.toLowerCase()], isNegated };
  return { field: "path", values: [value.startsWith("/") ? `${value}*` : `*${value}*`], isNegated };
}

const shapes: Partial<Record<LogField, { pattern: RegExp; example: string }>> = {
  status: { pattern: /^[1-5](\d\d|xx)$/i, example: "status:5xx or status:404" },
  since: { pattern: /^\d{1,5}[mhd]$/, example: "since:15m, since:1h or since:7d" },
  from: { pattern: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/, example: "from:2026-11-21T10:00:00Z" },
  to: { pattern: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/, example: "to:2026-11-21T11:00:00Z" },
  arm: { pattern: /^(base|canary)$/, example: "arm:canary" },
};

/** The term with the values that can be read. */
function checked(term: LogTerm, whole: string, problems: string[]): LogTerm {
  const shape = shapes[term.field];
  if (shape === undefined) return term;
  const values = term.values.filter((value) => shape.pattern.test(value));
  if (values.length < term.values.length || values.length === 0)
    problems.push(`${whole} cannot be read. Write for example ${shape.example}.`);
  return { ...term, values };
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

export type TimeRange = { fromMs: number; toMs: number };

/** The time that a filter asks for; `defaultMs` ago until now when it names none. */
export function timeRange({ terms }: Pick<LogFilter, "terms">, nowMs: number, defaultMs: number): TimeRange {
  const last = (field: LogField) => terms.findLast((term) => term.field === field)?.values[0];
  const [from, to, since] = [last("from"), last("to"), last("since")];
  const toMs = to === undefined ? nowMs : (readMoment(to) ?? nowMs);
  if (from !== undefined) return { fromMs: readMoment(from) ?? toMs - defaultMs, toMs };
  return { fromMs: toMs - (since === undefined ? defaultMs : sinceMs(since)), toMs };
}

function readMoment(text: string): number | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function sinceMs(text: string): number {
  return Number(text.slice(0, -1)) * (unitMs[text.slice(-1)] ?? 0);
}

/** The filter with some fields taken out and other words put in. */
export function changeFilter(text: string, change: { remove: readonly LogField[]; add: string }): string {
  const kept = [...text.matchAll(word)].filter(([, , name]) => !change.remove.some((field) => field === name?.toLowerCase()));
  return [...kept.map(([whole]) => whole), change.add].filter((part) => part !== "").join(" ");
}

/** `field:value`, quoted where it has to be. */
export function filterWord(field: LogField, value: string): string {
  return /\s/.test(value) ? `${field}:"${value}"` : `${field}:${value}`;
}
