import type { PrismaLibSql } from "@prisma/adapter-libsql";

export function generateMigration(name: string): Promise<void>;
/** SQL from one schema text to another; an undefined one is an empty database. */
export function schemaDifference(schemas: { before: string | undefined; after: string; provider: string }): Promise<string>;
/** SQL that the migration files lack to make the schema; `adapters` opens the empty database that they are applied to. */
export function missingMigration(target: { provider: string; adapters: PrismaLibSql }): Promise<string>;
