import { parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs";
import type { AuditFilter } from "@/lib/client/audit-operations";

export const auditTimes = ["", "24h", "7d", "30d", "dates"] as const;
const hoursOf: Partial<Record<(typeof auditTimes)[number], number>> = { "24h": 24, "7d": 168, "30d": 720 };

/** What the address of the page says. */
export const auditParsers = {
  who: parseAsString,
  kind: parseAsString,
  api: parseAsString,
  via: parseAsStringLiteral(["console", "api", "system"]),
  time: parseAsStringLiteral(auditTimes).withDefault(""),
  /** Days of the reader's calendar, both included. */
  from: parseAsString,
  to: parseAsString,
  open: parseAsInteger,
};

export type AuditView = {
  who: string | null;
  kind: string | null;
  api: string | null;
  via: "console" | "api" | "system" | null;
  time: (typeof auditTimes)[number];
  from: string | null;
  to: string | null;
};

export function isNarrowed({ who, kind, api, via, time }: AuditView): boolean {
  return [who, kind, api, via].some((each) => each !== null) || time !== "";
}

/** What the server is asked; a day that is no date counts as not given. */
export function filterOf({ who, kind, api, via, time, from, to }: AuditView): AuditFilter {
  const hours = hoursOf[time];
  const [first, last] = time === "dates" ? [startOf(from, 0), startOf(to, 1)] : [];
  return {
    ...(who === null ? {} : { actorId: who }),
    ...(kind === null ? {} : { kind }),
    ...(api === null ? {} : { apiId: api }),
    ...(via === null ? {} : { via }),
    ...(hours === undefined ? {} : { hours }),
    ...(first === undefined ? {} : { from: first }),
    ...(last === undefined ? {} : { to: last }),
  };
}

/** The beginning of a day of the reader's calendar, or of so many days after it. */
function startOf(day: string | null, later: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? "") ?? [];
  if (year === undefined) return undefined;
  const start = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(start.getTime()) ? undefined : start.toISOString();
}
