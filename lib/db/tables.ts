import type { Transaction } from "./database.ts";
import type { Prisma } from "./generated/sqlite/client.ts";

type TableFacts = {
  /** The column that orders and names its rows. */
  key: "id" | "hash" | "seq";
  /** Rows that are read at once: fewer where one may have megabytes. */
  pageRows: number;
  /** What gateways and testers reported, which no request depends on. */
  isLog: boolean;
};

const plain = { key: "id", pageRows: 500, isLog: false } as const;
const log = { ...plain, isLog: true } as const;

/** Every table but the log of changes, those first that others refer to. */
const facts = {
  Workspace: plain,
  User: plain,
  Member: plain,
  AccessKey: plain,
  AccessKeyPolicy: plain,
  Invitation: plain,
  OneTimeLink: plain,
  Api: plain,
  Resource: plain,
  Method: { ...plain, pageRows: 100 },
  Model: { ...plain, pageRows: 100 },
  RequestValidator: plain,
  Authorizer: plain,
  Route: plain,
  Integration: { ...plain, pageRows: 100 },
  GatewayResponse: plain,
  DocumentationPart: plain,
  DocumentationVersion: { ...plain, pageRows: 10 },
  TemplateTest: plain,
  SavedRequest: { ...plain, pageRows: 50 },
  Suite: plain,
  LintSettings: plain,
  SeenPolicy: { ...log, pageRows: 100 },
  Snapshot: { ...plain, key: "hash", pageRows: 4 },
  Deployment: plain,
  Stage: plain,
  StageProtection: plain,
  Approval: plain,
  ApiKey: plain,
  UsagePlan: plain,
  UsagePlanKey: plain,
  Usage: plain,
  QuotaPeriod: plain,
  VpcLink: plain,
  ClientCertificate: plain,
  Domain: plain,
  Mapping: plain,
  RoutingRule: plain,
  DomainAccess: plain,
  RequestFilter: { ...plain, pageRows: 4 },
  Stack: { ...plain, pageRows: 10 },
  StackEvent: plain,
  ChangeSet: { ...plain, pageRows: 10 },
  Tag: plain,
  Revision: { ...plain, key: "seq" },
  RevisionRow: { ...plain, pageRows: 100 },
  MetricPoint: log,
  IngestBatch: log,
  TestRun: { ...log, pageRows: 20 },
  LogEntry: log,
  LogDetail: { ...log, pageRows: 50 },
} as const satisfies Readonly<Record<Exclude<Prisma.ModelName, "Change">, TableFacts>>;

export type Table = TableFacts & { name: keyof typeof facts };

/** The tables in an order in which their rows can be inserted. */
export const tables: readonly Table[] = Object.entries(facts).map(([name, own]) => ({ ...own, name: name as keyof typeof facts }));

/** A row as a JSON value that both databases read: times as text, counters as text. */
export type PlainRow = Readonly<Record<string, unknown>>;

/** The rows of a table by their key, a page at a time. */
export async function* readPages(tx: Transaction, { name, key, pageRows }: Table): AsyncGenerator<PlainRow[]> {
  const delegates = tx as unknown as Record<string, { findMany(query: object): Promise<Record<string, unknown>[]> }>;
  // Every model has a delegate named after it.
  const table = delegates[name.charAt(0).toLowerCase() + name.slice(1)];
  let last: unknown;
  for (;;) {
    const where = last === undefined ? {} : { [key]: { gt: last } };
    const rows = (await table?.findMany({ where, orderBy: { [key]: "asc" }, take: pageRows })) ?? [];
    if (rows.length > 0) yield rows.map(plainRow);
    if (rows.length < pageRows) return;
    last = rows.at(-1)?.[key];
  }
}

function plainRow(row: Record<string, unknown>): PlainRow {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (value instanceof Date) return dateText(value);
  return typeof value === "bigint" ? value.toString() : value;
}

/** A time as the adapter of SQLite writes it, so that rows of every kind compare; PostgreSQL reads the same text. */
export function dateText(date: Date): string {
  return date.toISOString().replace("Z", "+00:00");
}
