import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Environment, parseEnvironment } from "../lib/base/environment.ts";
import { ServiceError } from "../lib/base/service-error.ts";
import { StartRefusal } from "../lib/base/start-refusal.ts";

export type Command<Flag extends string> = {
  environment: Environment;
  file: string;
  flags: Record<Flag, boolean>;
  passphrase: string | undefined;
};

/** Runs a command of the form `FILE [--flag]`; expected trouble ends it with a sentence and exit code 1. */
export async function runCommand<Flag extends string>(
  { usage, flags }: { usage: string; flags: readonly Flag[] },
  run: (command: Command<Flag>) => Promise<string>,
): Promise<void> {
  try {
    const options = Object.fromEntries(flags.map((flag) => [flag, { type: "boolean" as const, default: false }]));
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [name] = positionals;
    if (name === undefined || positionals.length > 1) throw new StartRefusal(usage);
    const given = Object.fromEntries(flags.map((flag) => [flag, values[flag] === true])) as Record<Flag, boolean>;
    const passphrase = process.env.BACKUP_PASSPHRASE || undefined;
    const file = resolve(process.env.INIT_CWD ?? ".", name);
    console.log(await run({ environment: parseEnvironment(process.env), file, flags: given, passphrase }));
  } catch (error) {
    console.error(sentenceOf(error, usage));
    process.exitCode = 1;
  }
}

function sentenceOf(error: unknown, usage: string): unknown {
  if (error instanceof ServiceError || error instanceof StartRefusal) return error.message;
  if (!(error instanceof Error) || !("code" in error)) return error;
  if (error.code === "EEXIST") return `${"path" in error ? error.path : "The file"} exists already. Name another file.`;
  if (error.code === "ENOENT") return `${"path" in error ? error.path : "The file"} is not there.`;
  return String(error.code).startsWith("ERR_PARSE_ARGS") ? `${error.message}\n${usage}` : error;
}

/** Where the console of this installation answers, if it runs. */
export function consoleUrl({ HOST, PORT }: Environment): string {
  const host = HOST === "0.0.0.0" ? "127.0.0.1" : HOST === "::" ? "::1" : HOST;
  return `http://${host.includes(":") ? `[${host}]` : host}:${PORT}`;
}

/** Whether anything answers there. */
export async function isRunning(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(10_000) });
    await response.body?.cancel();
    return true;
  } catch (error) {
    const { cause } = error instanceof Error ? error : { cause: undefined };
    if (cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED") return false;
    throw new StartRefusal(`The console at ${url} does not answer: ${cause instanceof Error ? cause.message : String(error)}.`);
  }
}
