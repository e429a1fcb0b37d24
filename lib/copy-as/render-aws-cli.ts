import type { Command, Option, Text } from "./command.ts";

/** Longer commands go over several lines. */
const lineMax = 100;

export type Script = {
  /** Values of variables that no command makes. */
  known: ReadonlyMap<string, string>;
  /** Variables that whoever runs it has to set, and what they hold. */
  asked?: ReadonlyMap<string, string>;
  commands: readonly Command[];
};

/** Commands for a POSIX shell, one after the other. */
export function renderAwsCli({ known, asked = new Map(), commands }: Script): string {
  const captured = new Set(commands.flatMap(({ capture }) => capture?.variable ?? []));
  const used = new Set(commands.flatMap(({ options }) => options.flatMap(({ value }) => variablesIn(value))));
  const questions = [...asked].filter(([name]) => used.has(name)).map(([name, what]) => `: "\${${name}:?${what}}"`);
  const values = [...known].filter(([name]) => used.has(name) && !captured.has(name)).map(([name, value]) => `${name}=${quote(value)}`);
  const head = [...questions, ...values];
  return `${[...(head.length === 0 ? [] : [head.join("\n")]), ...commands.map(render)].join("\n")}\n`;
}

function variablesIn(value: Option["value"]): string[] {
  return typeof value === "boolean" ? [] : value.flatMap((part) => (typeof part === "string" ? [] : [part.variable]));
}

function render({ service, operation, options, capture, note }: Command): string {
  const parts = [`aws ${service} ${operation}`, ...options.map(renderOption)];
  if (capture !== undefined) parts.push(`--query ${quote(capture.query)} --output text`);
  const line = parts.join(" ");
  const call = line.length <= lineMax ? line : parts.join(" \\\n  ");
  const kept = capture === undefined ? call : `${capture.variable}=$(${call})`;
  return note === undefined ? kept : `# ${note}\n${kept}`;
}

function renderOption({ name, value }: Option): string {
  if (typeof value === "boolean") return value ? `--${name}` : `--no-${name}`;
  const text = renderText(value);
  // A value that begins like an option would be taken for one.
  return text.startsWith("'-") || text.startsWith("-") ? `--${name}=${text}` : `--${name} ${text}`;
}

function renderText(text: Text): string {
  if (text.length === 0) return "''";
  return text.map((part) => (typeof part === "string" ? quote(part) : `"$${part.variable}"`)).join("");
}

function quote(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
