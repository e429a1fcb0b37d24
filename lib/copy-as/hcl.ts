/** An expression: the address of another resource's attribute, a variable. A class, so that no map of an API's own is taken for one. */
export class Reference {
  readonly expression: string;

  constructor(expression: string) {
    this.expression = expression;
  }
}

export type HclValue = string | number | boolean | Reference | readonly HclValue[] | { readonly [name: string]: HclValue | undefined };
/** The members of a block; a nested block is one under its own name. */
export type HclBody = { readonly [name: string]: HclValue | Nested | readonly Nested[] | undefined };

/** Unlike a map, which is a value, a nested block has no equals sign; the class tells the two apart. */
export class Nested {
  readonly body: HclBody;

  constructor(body: HclBody) {
    this.body = body;
  }
}

/** `resource "type" "name"`, `variable "name"`. */
export type HclBlock = { keyword: string; labels: readonly string[]; body: HclBody };

/** Texts that stand for an attribute of another resource, wherever they are. */
export type References = ReadonlyMap<string, string>;

export function renderHcl(blocks: readonly HclBlock[], references: References): string {
  return blocks
    .map(
      ({ keyword, labels, body }) =>
        `${[keyword, ...labels.map((label) => JSON.stringify(label))].join(" ")} ${renderBody(body, references, "")}\n`,
    )
    .join("\n");
}

function renderBody(body: HclBody, references: References, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(body).flatMap(([name, value]) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    const nested = nestedIn(value);
    if (nested !== undefined) return nested.map((each) => `${inner}${name} ${renderBody(each.body, references, inner)}`);
    return [`${inner}${name} = ${renderValue(value as HclValue, references, inner)}`];
  });
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

function nestedIn(value: HclBody[string]): readonly Nested[] | undefined {
  if (value instanceof Nested) return [value];
  return Array.isArray(value) && value.every((each) => each instanceof Nested) && value.length > 0 ? value : undefined;
}

function renderValue(value: HclValue, references: References, indent: string): string {
  if (typeof value === "string") return renderText(value, references, indent);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    return value.length === 0 ? "[]" : `[${value.map((item) => renderValue(item, references, indent)).join(", ")}]`;
  }
  if (value instanceof Reference) return value.expression;
  const lines = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${inner}${quoted(name)} = ${renderValue(member, references, inner)}`],
  );
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

function isList(value: object): value is readonly HclValue[] {
  return Array.isArray(value);
}

/** A text; of several lines as a list of them, so that they can be read and none gets a line end more. */
function renderText(text: string, references: References, indent: string): string {
  const whole = references.get(text);
  if (whole !== undefined) return whole;
  const lines = text.split("\n");
  if (lines.length === 1) return withReferences(text, references);
  const inner = `${indent}  `;
  return `join("\\n", [\n${lines.map((line) => `${inner}${withReferences(line, references)},`).join("\n")}\n${indent}])`;
}

function withReferences(text: string, references: References): string {
  let rendered = quoted(text);
  for (const [id, reference] of references) rendered = rendered.replaceAll(id, `\${${reference}}`);
  return rendered;
}

/** What Terraform would compute is escaped: templates and stage variables use the same signs. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, "$1$1{");
}
