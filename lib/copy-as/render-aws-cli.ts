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
  const fetched = options.filter(isFetched);
  const parts = [`aws ${service} ${operation}`, ...options.filter((option) => !isFetched(option)).map(renderOption)];
  if (fetched.length > 0) parts.push(`--cli-input-json ${renderInput(service, fetched)}`);
  if (capture !== undefined) parts.push(`--query ${quote(capture.query)} --output text`);
  const line = parts.join(" ");
  const call = line.length <= lineMax ? line : parts.join(" \\\n  ");
  const kept = capture === undefined ? call : `${capture.variable}=$(${call})`;
  return note === undefined ? kept : `# ${note}\n${kept}`;
}

type TextOption = Option & { value: Text };

/** The program puts a file's or a page's content in the place of values like these, which may not leave who pastes them. */
function isFetched(option: Option): option is TextOption {
  const { name, value } = option;
  if (typeof value === "boolean") return false;
  const [start = ""] = value;
  // Of the addresses of integrations it knows better.
  return typeof start === "string" && (name === "uri" || name === "integration-uri" ? /^fileb?:/ : /^(fileb?|https?):/).test(start);
}

/** Members of a JSON document are taken as they are. The second API writes them with a capital. */
function renderInput(service: Command["service"], options: readonly TextOption[]): string {
  const nameOf = ({ member }: Option) => (service === "apigatewayv2" ? member.charAt(0).toUpperCase() + member.slice(1) : member);
  const members = options.flatMap((option, at): Text => {
    const text = option.value.map((part) => (typeof part === "string" ? JSON.stringify(part).slice(1, -1) : part));
    return [`${at === 0 ? "{" : ","}${JSON.stringify(nameOf(option))}:"`, ...text, '"'];
  });
  return renderText([...members, "}"]);
}

function renderOption({ name, value }: Option): string {
  if (typeof value === "boolean") return value ? `--${name}` : `--no-${name}`;
  const text = renderText(value);
  // A value that begins like an option would be taken for one; keys as PEM do.
  return text.startsWith("'-") || text.startsWith("-") || name.endsWith("-private-key") ? `--${name}=${text}` : `--${name} ${text}`;
}

function renderText(text: Text): string {
  if (text.length === 0) return "''";
  return text.map((part) => (typeof part === "string" ? quote(part) : `"$${part.variable}"`)).join("");
}

function quote(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
