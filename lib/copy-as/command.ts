/** A shell variable: what it stands for is known here, and may be another one where the commands run. */
export type Variable = { readonly variable: string };
/** A text with variables in it. */
export type Text = readonly (string | Variable)[];

/** `member` is the name in the input of the call. */
export type Option = { name: string; member: string; value: Text | boolean };

/** One call of the AWS CLI. */
export type Command = {
  service: "apigateway" | "apigatewayv2";
  operation: string;
  options: readonly Option[];
  /** Keeps a member of the answer. */
  capture?: { variable: string; query: string };
  /** Stands above the command. */
  note?: string;
};

/** Texts that stand for something else where the commands run: ids of this installation, and their variables. */
export type Substitutes = ReadonlyMap<string, Variable>;

/** The options of a call by the members of its input; what is undefined is left out. */
export function optionsOf(input: Readonly<Record<string, unknown>>, substitutes: Substitutes): Option[] {
  return Object.entries(input).flatMap(([member, value]): Option[] => {
    if (value === undefined) return [];
    const name = kebab(member);
    if (typeof value === "boolean") return [{ name, member, value }];
    const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : JSON.stringify(value);
    return [{ name, member, value: isText(value) ? value : substitute(text, substitutes) }];
  });
}

/** Texts are lists that have a variable; lists of the input are JSON. */
function isText(value: unknown): value is Text {
  return Array.isArray(value) && value.some((part) => typeof part === "object" && part !== null && "variable" in part);
}

function kebab(member: string): string {
  // The CLI has a --version of its own.
  if (member === "version") return "api-version";
  return member
    .replace("ARNs", "Arns")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}

/** A text with variables in the place of ids. */
export function substitute(text: string, substitutes: Substitutes): Text {
  let parts: (string | Variable)[] = [text];
  for (const [id, variable] of substitutes) {
    parts = parts.flatMap((part) =>
      typeof part === "string" ? part.split(id).flatMap((piece, at) => (at === 0 ? [piece] : [variable, piece])) : [part],
    );
  }
  return parts.filter((part) => part !== "");
}

/** `RESOURCE_PETS_PETID`, with a number when it is taken. */
export function variableName(taken: ReadonlySet<string>, ...words: readonly string[]): string {
  const name = words
    .join("_")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  return free;
}
