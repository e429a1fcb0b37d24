import { link, readFile, rm, writeFile } from "node:fs/promises";
import { cryptoBytes, newId } from "../base/ids.ts";

const secretLength = 43;

/** The secret in a file; undefined when there is none yet. */
export async function readSecret(file: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  });
  return text.trim() === "" ? undefined : text.trim();
}

/** The secret in a file that only we can read; the first caller makes it, and nobody ever reads half of it. */
export async function readOrMakeSecret(file: string): Promise<string> {
  const known = await readSecret(file);
  if (known !== undefined) return known;
  const draft = `${file}.${newId(cryptoBytes)}`;
  await writeFile(draft, `${newId(cryptoBytes, secretLength)}\n`, { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    await rm(draft);
  }
  return (await readFile(file, "utf8")).trim();
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
