import type { Permission } from "../base/roles.ts";
import type { Transaction } from "../db/database.ts";
import { conflict } from "./errors.ts";
import { keepHouse } from "./housekeeping.ts";
import { type Journal, makeJournal, type WriteTx, writeTx } from "./journal.ts";
import type { RowModel, Source } from "./rows.ts";
import { tableFacts } from "./rows.ts";
import { demand, type LargerChange, type Scope } from "./scope.ts";

export type WriteIntent = {
  /** `kind:verb`, as the history shows it. */
  action: string;
  permission?: Permission;
  /** The API whose definition or release changes. */
  api?: string;
  /** More APIs that the change touches; filled while it runs. */
  apis?: ReadonlySet<string>;
  /** One sentence for the history. */
  summary: string;
  /** The revision that this write takes back. */
  undoes?: number;
  /** What the history tells of although no definition changes: a key that was shown, a quota that was extended. */
  isAlwaysKept?: true;
};

/** Runs one change: all of it or nothing, recorded as one revision, announced to gateways after the commit. */
export async function write<T>(scope: Scope, intent: WriteIntent, run: (tx: WriteTx) => Promise<T>): Promise<T> {
  demand(scope, intent.permission ?? "write", intent.action);
  if (scope.within !== undefined) return writePart(scope.within, intent, run);
  const { result, released } = await scope.db.transaction((raw) => recordChange(scope, intent, raw, run)).catch(rethrowKnown);
  // Only what is committed is there for the next write.
  workspacesOf(scope.db).add(scope.workspace.id);
  scope.db.commits.announce();
  // Who deploys and calls at once shall not meet a gateway that has not heard of it.
  if (released !== undefined) await scope.db.deliveries.reached(released, deliveryMs);
  return result;
}

function writePart<T>({ tx, apis }: LargerChange, { api }: WriteIntent, run: (tx: WriteTx) => Promise<T>): Promise<T> {
  if (api !== undefined) apis.add(api);
  // The history tells of the whole, not of its parts.
  return run({ ...tx, tellOf: () => undefined });
}

/** Runs several services as one change: what they do with the scope that `run` gets is one revision, or nothing. */
export async function writeTogether<T>(scope: Scope, intent: WriteIntent, run: (within: Scope, tx: WriteTx) => Promise<T>): Promise<T> {
  const apis = new Set<string>();
  const afterwards = new Map<string, () => Promise<void>>();
  return write(scope, { ...intent, apis }, async (tx) => {
    const result = await run({ ...scope, within: { tx, apis, afterwards } }, tx);
    for (const finish of afterwards.values()) await finish();
    return result;
  });
}

/** A gateway that takes longer gets the change all the same; the writer waits no more. */
const deliveryMs = 500;

/** Runs a read with the actor's right to read; what it finds is what was committed. */
export async function read<T>(scope: Scope, run: (source: Source) => Promise<T>): Promise<T> {
  demand(scope, "read", "read");
  return run(scope.within?.tx.source ?? scope.db.reader);
}

/** The result of a change, and its number when gateways serve something else because of it. */
type Changed<T> = { result: T; released: number | undefined };

async function recordChange<T>(scope: Scope, intent: WriteIntent, raw: Transaction, run: (tx: WriteTx) => Promise<T>): Promise<Changed<T>> {
  const at = scope.clock();
  const workspaceId = scope.workspace.id;
  const apiId = intent.api ?? null;
  // The first statement writes, so that SQLite takes its write lock before anything is read.
  const { seq } = await raw.change.create({ data: { workspaceId, apiId, release: false, access: false, at } });
  await ensureWorkspace(raw, scope, at);
  const journal = makeJournal();
  const result = await run(writeTx({ raw, provider: scope.db.provider, seq, at, journal }));
  if (journal.isEmpty() && intent.isAlwaysKept !== true) await raw.change.delete({ where: { seq } });
  else await storeRevision({ scope, intent, raw, seq, at, journal });
  await keepHouse(raw, { seq, at });
  return { result, released: isRelease(journal) || isAccess(journal) ? seq : undefined };
}

/** Workspaces that are there, by database; none is ever deleted. */
const knownWorkspaces = new WeakMap<Scope["db"], Set<string>>();

function workspacesOf(db: Scope["db"]): Set<string> {
  const known = knownWorkspaces.get(db) ?? new Set();
  knownWorkspaces.set(db, known);
  return known;
}

async function ensureWorkspace(raw: Transaction, scope: Scope, createdAt: Date): Promise<void> {
  const { id, accountId, region } = scope.workspace;
  if (workspacesOf(scope.db).has(id)) return;
  const known = await raw.workspace.findUnique({ where: { id }, select: { id: true } });
  if (known === null) await raw.workspace.create({ data: { id, accountId, region, settings: {}, createdAt } });
}

type Recorded = { scope: Scope; intent: WriteIntent; raw: Transaction; seq: number; at: Date; journal: Journal };

// Stages, and what releases of stages carry.
const releaseModels: ReadonlySet<RowModel> = new Set<RowModel>(["Stage", "VpcLink", "ClientCertificate", "Workspace", "RequestFilter"]);

function isRelease(journal: Journal): boolean {
  return journal.entries().some((entry) => releaseModels.has(entry.model));
}

function isAccess(journal: Journal): boolean {
  return journal.entries().some((entry) => accessModels.has(entry.model));
}

const accessModels: ReadonlySet<RowModel> = new Set<RowModel>([
  ...(["ApiKey", "UsagePlan", "UsagePlanKey", "AccessKeyPolicy"] as const),
  ...(["Domain", "Mapping", "RoutingRule", "DomainAccess"] as const),
]);

async function storeRevision({ scope, intent, raw, seq, at, journal }: Recorded): Promise<void> {
  const entries = journal.entries();
  const release = isRelease(journal);
  const access = isAccess(journal);
  if (release || access) await raw.change.update({ where: { seq }, data: { release, access } });
  const apis = [...new Set([...(intent.api === undefined ? [] : [intent.api]), ...(intent.apis ?? [])])];
  if (apis.length > 0 && entries.some((entry) => tableFacts[entry.model].definition)) {
    await raw.api.updateMany({ where: { id: { in: apis } }, data: { draftVersion: seq } });
  }
  const { userId: actorId, name: actorName, via } = scope.actor;
  await raw.revision.create({
    data: {
      seq,
      workspaceId: scope.workspace.id,
      // The history of an API has what happened to it alone; changes of several are in the one of the workspace.
      apiId: apis.length === 1 ? (apis[0] ?? null) : null,
      action: intent.action,
      summary: journal.subject === undefined ? intent.summary : `${intent.summary} ${journal.subject}`,
      actorId,
      actorName,
      via,
      requestId: scope.requestId,
      at,
      undoes: intent.undoes ?? null,
    },
  });
  await journal.store(raw, scope.db.provider, seq);
}

/** Prisma's codes of a broken unique or foreign key: what the database refuses is a conflict with another row, whoever made it. */
function rethrowKnown(error: unknown): never {
  if (error instanceof Error && "code" in error && (error.code === "P2002" || error.code === "P2003")) {
    throw conflict("Another object with the same identity exists, or one that this object needs is gone.");
  }
  throw error;
}

/** Throws when the row is not the version that the caller read. */
export async function demandVersion(source: Source, row: { version: number }, expected: number | undefined, what: string): Promise<void> {
  if (expected === undefined || expected === row.version) return;
  const revision = await source.revision.findUnique({ where: { seq: row.version } });
  const by = revision === null ? "" : ` by ${revision.actorName} at ${revision.at.toISOString()} (${revision.summary})`;
  throw conflict(`${what} was changed${by} after it was read: the stored version is ${row.version}, yours is ${expected}.`);
}

export type UpdateOptions = { expectedVersion?: number };
