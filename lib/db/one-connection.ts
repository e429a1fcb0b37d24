import { PrismaLibSql } from "@prisma/adapter-libsql";
import { assert } from "../base/assert.ts";

type Client = ReturnType<PrismaLibSql["createClient"]>;
type Transaction = Awaited<ReturnType<Client["transaction"]>>;

/**
 * SQLite over one connection. The library's client opens another one after each transaction, which reads the whole schema again and
 * begins with an empty cache. The adapter lets no statement come between those of a transaction, so one connection will do.
 */
export class OneConnectionSqlite extends PrismaLibSql {
  override createClient(config: Parameters<PrismaLibSql["createClient"]>[0]): Client {
    const client = super.createClient(config);
    return new Proxy(client, {
      get: (target, name) => {
        if (name === "transaction") return () => begin(client);
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
  }
}

async function begin(client: Client): Promise<Transaction> {
  await client.execute("BEGIN DEFERRED");
  let isOpen = true;
  async function end(statement: "COMMIT" | "ROLLBACK"): Promise<void> {
    assert(isOpen, "a transaction ends once");
    isOpen = false;
    await client.execute(statement);
  }
  return {
    execute: async (statement: Parameters<Transaction["execute"]>[0]) => {
      if (!isOpen) throw new Error("The transaction has ended.");
      try {
        return await client.execute(statement);
      } catch (error) {
        // After a full disk and the like SQLite has rolled back by itself: what came next would be written at once, outside of anything.
        if (!isConstraint(error)) {
          isOpen = false;
          await startOver(client);
        }
        throw error;
      }
    },
    commit: async () => {
      try {
        await end("COMMIT");
      } catch (error) {
        await startOver(client);
        throw error;
      }
    },
    rollback: async () => {
      if (isOpen) await end("ROLLBACK");
    },
    batch: unused,
    executeMultiple: unused,
    close: () => undefined,
    get closed() {
      return !isOpen;
    },
  };
}

/**
 * The next transaction stumbles over one that is left open, and its commit over a statement that found the file locked: the driver keeps
 * such a statement under way until its memory is collected. A new connection has neither.
 */
async function startOver(client: Client): Promise<void> {
  await client.execute("ROLLBACK").catch(ignoreEnded);
  await client.reconnect();
}

/** That there is nothing to roll back is what was wanted. */
function ignoreEnded(): void {}

/** The adapter has no use for it, and its rules about transactions are others. */
function unused(): never {
  throw new Error("Statements of a transaction are executed one by one.");
}

function isConstraint(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_CONSTRAINT");
}
