import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The token of the first-run link, while it is open. */
export async function readSetupToken(dataDir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dataDir, "setup-token"), "utf8")).trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
