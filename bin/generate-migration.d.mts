export function generateMigration(name: string): Promise<void>;
/** SQL from one schema text to another; an undefined one is an empty database. */
export function schemaDifference(schemas: { before: string | undefined; after: string; provider: string }): Promise<string>;
