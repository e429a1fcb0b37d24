import { type Document, isAlias, isMap, isScalar, isSeq, type YAMLMap } from "yaml";
import { templateError } from "./node.ts";

/** More uses of YAML anchors than this is a bomb. */
const aliasesMax = 1_000;
/** More values than any template has, those behind aliases included. */
const valuesMax = 500_000;
const depthMax = 100;

type Walk = { document: Document.Parsed; lineOf: (position: number) => number; aliases: number; values: number };

/** The value of a YAML document; tags are short forms of functions: `!Sub x` is `{"Fn::Sub": "x"}`. */
export function valueOfYaml(document: Document.Parsed, lineOf: (position: number) => number): unknown {
  return readNode(document.contents, { document, lineOf, aliases: 0, values: 0 }, depthMax);
}

function readNode(node: unknown, walk: Walk, depth: number): unknown {
  walk.values += 1;
  if (depth === 0 || walk.values > valuesMax) throw templateError("Template format error: the template is nested too deeply or too large.");
  if (isAlias(node)) {
    walk.aliases += 1;
    if (walk.aliases > aliasesMax) throw templateError(`Template format error: YAML aliases are used more than ${aliasesMax} times.`);
    return readNode(node.resolve(walk.document), walk, depth - 1);
  }
  if (isScalar(node)) return isFunctionTag(node.tag) ? tagged(node.tag, textOf(node), placeOf(node, walk)) : node.value;
  if (isSeq(node)) {
    const items = node.items.map((item) => readNode(item, walk, depth - 1));
    return isFunctionTag(node.tag) ? tagged(node.tag, items, placeOf(node, walk)) : items;
  }
  if (isMap(node)) {
    const value = objectOf(node, walk, depth);
    return isFunctionTag(node.tag) ? tagged(node.tag, value, placeOf(node, walk)) : value;
  }
  return null;
}

function objectOf(node: YAMLMap, walk: Walk, depth: number): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? textOf(key) : undefined;
    if (name === undefined) throw templateError(`Template format error: a key is no text (line ${placeOf(key, walk)})`);
    const member = readNode(value, walk, depth - 1);
    // Merges come first, so that members of the object itself win.
    if (name === "<<" && typeof member === "object" && member !== null) entries.unshift(...Object.entries(member));
    else entries.push([name, member]);
  }
  return Object.fromEntries(entries);
}

function textOf({ value, source }: { value: unknown; source?: string }): string {
  if (typeof value === "string") return value;
  return source ?? String(value);
}

/** Tags of YAML itself have two marks, and `!` alone says that a value is a text. */
function isFunctionTag(tag: string | undefined): tag is string {
  return tag !== undefined && tag !== "!" && !tag.startsWith("tag:yaml.org");
}

function placeOf(node: unknown, walk: Walk): number {
  const range: unknown = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  const [start] = Array.isArray(range) ? range : [0];
  return walk.lineOf(Number(start));
}

const shortForms = [
  "And",
  "Base64",
  "Cidr",
  "Contains",
  "Equals",
  "FindInMap",
  "GetAZs",
  "If",
  "ImportValue",
  "Join",
  "Length",
  "Not",
  "Or",
  "Select",
  "Split",
  "Sub",
  "ToJsonString",
  "Transform",
];

function tagged(tag: string, value: unknown, line: number): unknown {
  const name = tag.replace(/^!/, "");
  if (name === "Ref" || name === "Condition") return { [name]: value };
  if (name === "GetAtt") return { "Fn::GetAtt": typeof value === "string" ? splitAttribute(value) : value };
  if (shortForms.includes(name)) return { [`Fn::${name}`]: value };
  throw templateError(`Template format error: YAML not well-formed. The tag ${tag.slice(0, 64)} is unknown. (line ${line})`);
}

/** The first dot ends the logical id; names of attributes have dots too. */
export function splitAttribute(text: string): [string, string] {
  const dot = text.indexOf(".");
  return dot < 0 ? [text, ""] : [text.slice(0, dot), text.slice(dot + 1)];
}
