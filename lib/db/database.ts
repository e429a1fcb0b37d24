import { assert } from "../base/assert.ts";
import { type Deliveries, makeDeliveries } from "./deliveries.ts";
import type { Prisma, PrismaClient } from "./generated/sqlite/client.ts";
import { makeSignal, type Signal } from "./signal.ts";

/** What runs inside a transaction: every model, no nested transaction. */
export type Transaction = Prisma.TransactionClient;
export type Provider = "sqlite" | "postgresql";

export type Database = {
  readonly provider: Provider;
  /** Committed rows; never used to write. */
  readonly reader: PrismaClient;
  /** Runs one writer after the other, on PostgreSQL over all nodes; rolls back when `run` throws. */
  transaction<T>(run: (tx: Transaction) => Promise<T>, limits?: { timeoutMs: number }): Promise<T>;
  /** Runs reads that all see one moment, beside writers. */
  still<T>(run: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Announced after a change that others wait for. */
  readonly commits: Signal;
  readonly deliveries: Deliveries;
  /** Ends when the writers that wait have had their turn. */
  close(): Promise<void>;
};

/** A write may wait for a large import, and a large import may take a while. */
const transactionLimits = { maxWait: 120_000, timeout: 120_000 };

/** Reading everything takes as long as whoever takes it: over an hour SQLite's journal would grow for nobody. */
const stillLimits = { maxWait: 120_000, timeout: 3_600_000 };

function limitsOf(limits: { timeoutMs: number } | undefined): typeof transactionLimits {
  return limits === undefined ? transactionLimits : { ...transactionLimits, timeout: limits.timeoutMs };
}

/** How long SQLite waits for a lock of its own process (backup, checkpoint). */
const busyTimeoutMs = 5_000;

/** The key of the advisory lock that makes writers of all nodes take turns; any fixed number does. */
const writerLock = 7_304_114;

/** Opens `file:...` with SQLite or `postgresql://...`; only the client that is needed is loaded. */
export async function openDatabase(url: string): Promise<Database> {
  if (url.startsWith("file:")) return openSqlite(url);
  assert(/^postgres(ql)?:/.test(url), "a database address starts with file: or postgresql:");
  return openPostgresql(url);
}

async function openSqlite(url: string): Promise<Database> {
  const [{ OneConnectionSqlite }, generated] = await Promise.all([import("./one-connection.ts"), import("./generated/sqlite/client.ts")]);
  const connect = () => new generated.PrismaClient({ adapter: new OneConnectionSqlite({ url, timeout: busyTimeoutMs }) });
  // The adapter lets every statement of a client wait while one of its transactions runs, so readers have a client of their own.
  const [reader, writer] = [connect(), connect()];
  await writer.$queryRawUnsafe("PRAGMA journal_mode = WAL");
  const takeTurn = makeQueue();
  return {
    provider: "sqlite",
    reader,
    commits: makeSignal(),
    deliveries: makeDeliveries(),
    transaction: (run, limits) => takeTurn(() => writer.$transaction(run, limitsOf(limits))),
    still: async (run) => {
      // With its own connection it holds up neither readers nor writers; the journal keeps the moment of its first read.
      const client = connect();
      try {
        return await client.$transaction(run, stillLimits);
      } finally {
        await client.$disconnect();
      }
    },
    close: async () => {
      await takeTurn(async () => {});
      await Promise.all([reader.$disconnect(), writer.$disconnect()]);
    },
  };
}

async function openPostgresql(url: string): Promise<Database> {
  const [{ PrismaPg }, generated] = await Promise.all([import("@prisma/adapter-pg"), import("./generated/postgresql/client.ts")]);
  // The one cast between the two clients: both come from one schema, and SQLite's types are the common subset.
  const client = new generated.PrismaClient({ adapter: new PrismaPg({ connectionString: url }) }) as unknown as PrismaClient;
  const takeTurn = makeQueue();
  return {
    provider: "postgresql",
    reader: client,
    commits: makeSignal(),
    deliveries: makeDeliveries(),
    transaction: (run, limits) =>
      takeTurn(() =>
        client.$transaction(async (tx) => {
          await tx.$executeRawUnsafe(`SELECT pg_advisory_xact_lock(${writerLock})`);
          return await run(tx);
        }, limitsOf(limits)),
      ),
    // The common subset of the types has no such level; the client is PostgreSQL's.
    still: (run) => client.$transaction(run, { ...stillLimits, isolationLevel: "RepeatableRead" as "Serializable" }),
    close: async () => {
      await takeTurn(async () => {});
      await client.$disconnect();
    },
  };
}

/**
 * Runs what it is given one after the other, in order, whatever becomes of those before. Between two of them the process turns to what else
 * came in: SQLite answers within the call, so that a queue of writes would otherwise run to its end before a page is even read.
 */
function makeQueue(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const mine = last.then(run);
    last = mine.then(nextTurn, nextTurn);
    return mine;
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
