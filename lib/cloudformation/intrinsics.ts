import { canonicalJson } from "../base/canonical-json.ts";
import { isNode, type Node, templateError } from "./node.ts";
import { splitAttribute } from "./yaml-value.ts";

/** What functions of a template are looked up in. */
export type Environment = {
  /** The value of a parameter, a pseudo parameter or a resource; undefined when nothing has that name. */
  ref(name: string): unknown;
  /** An attribute of a resource; undefined when there is no such resource. */
  attribute(logicalId: string, name: string): unknown;
  isTrue(condition: string): boolean;
  readonly mappings: Node;
  importValue(name: string): unknown;
};

/** The value that takes a property away. */
export const noValue: unique symbol = Symbol("AWS::NoValue");

/** Longer texts come from functions that feed each other. */
const textLengthMax = 1_048_576;

/** A value with its functions called. Members that are `AWS::NoValue` are left out. */
export function resolve(value: unknown, env: Environment): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, env)).filter((item) => item !== noValue);
  if (!isNode(value)) return value;
  const call = callIn(value);
  if (call !== undefined) return call.run(call.argument, env);
  const members = Object.entries(value).map(([name, member]) => [name, resolve(member, env)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== noValue));
}

/** A value whose absence is not allowed where it stands. */
export function resolveText(value: unknown, env: Environment, where: string): string {
  const resolved = resolve(value, env);
  const text = textOf(resolved);
  if (text === undefined) throw templateError(`Template error: ${where} does not resolve to a string`);
  return text;
}

/** Scalars as the service writes them into texts. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

type Run = (argument: unknown, env: Environment) => unknown;

/** The function that an object is a call of. */
export function callIn(node: Node): { name: string; argument: unknown; run: Run } | undefined {
  const [name, ...others] = Object.keys(node);
  if (name === undefined || others.length > 0) return undefined;
  const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (run !== undefined) return { name, argument: node[name], run };
  if (name.startsWith("Fn::")) throw templateError(`Template validation error: ${unsupported(name)}`);
  return undefined;
}

function unsupported(name: string): string {
  const known = name.startsWith("Fn::ForEach") ? "Fn::ForEach" : name.slice(0, 64);
  return `${known} is not supported.`;
}

const functions: Readonly<Record<string, Run>> = {
  Ref: (argument, env) => {
    if (typeof argument !== "string") throw templateError("Template validation error: every Ref object must have a single String value.");
    if (argument === "AWS::NoValue") return noValue;
    const value = env.ref(argument);
    if (value === undefined)
      throw templateError(`Template format error: Unresolved resource dependencies [${argument}] in the Resources block of the template`);
    return value;
  },
  "Fn::GetAtt": (argument, env) => {
    const [logicalId, attribute] = typeof argument === "string" ? splitAttribute(argument) : listOf(argument, 2, "Fn::GetAtt");
    const name = textOf(resolve(attribute, env));
    if (typeof logicalId !== "string" || name === undefined)
      throw templateError(
        "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute",
      );
    return attributeOf(env, logicalId, name);
  },
  "Fn::Sub": (argument, env) => substitute(argument, env),
  "Fn::Join": (argument, env) => {
    const [delimiter, list] = listOf(argument, 2, "Fn::Join");
    const items = resolve(list, env);
    if (typeof delimiter !== "string" || !Array.isArray(items)) throw templateError(joinRule);
    return limited(items.map((item) => textOf(item) ?? refuseJoin()).join(delimiter));
  },
  "Fn::Split": (argument, env) => {
    const [delimiter, text] = listOf(argument, 2, "Fn::Split");
    if (typeof delimiter !== "string" || delimiter === "")
      throw templateError(
        "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split",
      );
    return resolveText(text, env, "the text of Fn::Split").split(delimiter);
  },
  "Fn::Select": (argument, env) => {
    const [position, list] = listOf(argument, 2, "Fn::Select");
    const index = Number(textOf(resolve(position, env)));
    const items = resolve(list, env);
    if (!Array.isArray(items) || !Number.isInteger(index))
      throw templateError("Template error: Fn::Select requires a list argument with two elements: an integer index and a list");
    if (index < 0 || index >= items.length)
      throw templateError(`Template error: Fn::Select cannot select nonexistent value at index ${index}`);
    return items[index];
  },
  "Fn::If": (argument, env) => {
    const [condition, yes, no] = listOf(argument, 3, "Fn::If");
    if (typeof condition !== "string") throw templateError("Template error: the first argument of Fn::If is the name of a condition");
    return resolve(env.isTrue(condition) ? yes : no, env);
  },
  "Fn::Equals": (argument, env) => {
    const [left, right] = listOf(argument, 2, "Fn::Equals").map((side) => resolve(side, env));
    return comparable(left) === comparable(right);
  },
  "Fn::Not": (argument, env) => !isTrue(listOf(argument, 1, "Fn::Not")[0], env),
  "Fn::And": (argument, env) => conditionsOf(argument, "Fn::And").every((item) => isTrue(item, env)),
  "Fn::Or": (argument, env) => conditionsOf(argument, "Fn::Or").some((item) => isTrue(item, env)),
  "Fn::FindInMap": findInMap,
  "Fn::Base64": (argument, env) => Buffer.from(resolveText(argument, env, "the text of Fn::Base64")).toString("base64"),
  "Fn::GetAZs": (argument, env) => {
    const region = resolveText(argument === "" ? { Ref: "AWS::Region" } : argument, env, "the region of Fn::GetAZs");
    const name = region === "" ? resolveText({ Ref: "AWS::Region" }, env, "the region") : region;
    return ["a", "b", "c"].map((zone) => `${name}${zone}`);
  },
  "Fn::ImportValue": (argument, env) => {
    const name = resolveText(argument, env, "the name of Fn::ImportValue");
    const value = env.importValue(name);
    if (value === undefined) throw templateError(`No export named ${name} found.`);
    return value;
  },
  "Fn::Cidr": (argument, env) => cidrs(listOf(argument, undefined, "Fn::Cidr").map((item) => resolve(item, env))),
  "Fn::Length": (argument, env) => {
    const list = resolve(argument, env);
    if (!Array.isArray(list)) throw templateError("Template error: Fn::Length expects a list");
    return list.length;
  },
  "Fn::ToJsonString": (argument, env) => limited(JSON.stringify(resolve(argument, env))),
  "Fn::Transform": (argument) => {
    const name = isNode(argument) ? String(argument.Name) : "";
    throw templateError(
      `Template validation error: Fn::Transform ${name.slice(0, 64)} is not supported: Gatehouse does not read from S3 and runs no macros. Put the included text into the template.`,
    );
  },
};

const joinRule =
  "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.";

function refuseJoin(): never {
  throw templateError(joinRule);
}

function limited(text: string): string {
  if (text.length > textLengthMax) throw templateError(`Template error: a value is longer than ${textLengthMax} characters`);
  return text;
}

function listOf(argument: unknown, length: number | undefined, name: string): unknown[] {
  if (Array.isArray(argument) && (length === undefined || argument.length === length)) return argument;
  throw templateError(`Template error: ${name} object requires ${length === undefined ? "a list argument" : `${length} arguments`}`);
}

function conditionsOf(argument: unknown, name: string): unknown[] {
  const items = listOf(argument, undefined, name);
  if (items.length >= 2 && items.length <= 10) return items;
  throw templateError(`Template validation error: every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`);
}

/** A condition, or a function in place of one. */
export function isTrue(value: unknown, env: Environment): boolean {
  if (isNode(value) && typeof value.Condition === "string" && Object.keys(value).length === 1) return env.isTrue(value.Condition);
  const resolved = resolve(value, env);
  if (resolved === true || resolved === "true") return true;
  if (resolved === false || resolved === "false") return false;
  throw templateError("Template format error: Conditions can only be boolean operations on parameters and other conditions");
}

/** Numbers and booleans are equal to their texts. */
function comparable(value: unknown): string {
  return textOf(value) ?? canonicalJson(value);
}

function attributeOf(env: Environment, logicalId: string, name: string): unknown {
  const value = env.attribute(logicalId, name);
  if (value === undefined) throw templateError(`Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`);
  return value;
}

function substitute(argument: unknown, env: Environment): string {
  const [text, given] = Array.isArray(argument) ? listOf(argument, 2, "Fn::Sub") : [argument, {}];
  if (typeof text !== "string" || !isNode(given))
    throw templateError(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  return limited(
    text.replace(subPattern, (whole, literal: string | undefined, name: string | undefined) => {
      if (literal !== undefined) return `\${${literal}}`;
      return name === undefined ? whole : valueInSub(name.trim(), given, env);
    }),
  );
}

/** `${!Literal}` or `${Name}`. */
export const subPattern = /\$\{(?:!([^{}]*)|([^!{}][^{}]*))\}/g;

function valueInSub(name: string, given: Node, env: Environment): string {
  const value = Object.hasOwn(given, name) ? resolve(given[name], env) : named(name, env);
  const text = textOf(value);
  if (text === undefined) throw templateError(`Template error: variable ${name} in Fn::Sub expression does not resolve to a string`);
  return text;
}

function named(name: string, env: Environment): unknown {
  const own = env.ref(name);
  if (own !== undefined || !name.includes(".")) {
    if (own === undefined)
      throw templateError(`Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`);
    return own;
  }
  const [logicalId, attribute] = splitAttribute(name);
  return attributeOf(env, logicalId, attribute);
}

function findInMap(argument: unknown, env: Environment): unknown {
  const items = listOf(argument, undefined, "Fn::FindInMap");
  const [map, first, second] = items.slice(0, 3).map((item) => resolveText(item, env, "an argument of Fn::FindInMap"));
  if (map === undefined || first === undefined || second === undefined)
    throw templateError(
      "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value",
    );
  const found = member(member(member(env.mappings, map), first), second);
  if (found !== undefined) return found;
  const fallback = items[3];
  if (isNode(fallback) && Object.hasOwn(fallback, "DefaultValue")) return resolve(fallback.DefaultValue, env);
  throw templateError(`Template error: Unable to get mapping for ${map}::${first}::${second}`);
}

function member(node: unknown, name: string): unknown {
  return isNode(node) && Object.hasOwn(node, name) ? node[name] : undefined;
}

const cidrsMax = 256;

/** Blocks of a size within an IPv4 block, one after the other. */
function cidrs([block, count, bits]: unknown[]): string[] {
  const [, a, b, c, d, prefix] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(String(block)) ?? [];
  const wanted = Number(count);
  const size = 32 - Number(bits ?? 8);
  if (prefix === undefined || !Number.isInteger(wanted) || wanted < 1 || wanted > cidrsMax || size < Number(prefix) || size > 32)
    throw templateError(
      `Template error: every Fn::Cidr object requires an IPv4 block, a count of 1 to ${cidrsMax} and a number of bits that fit`,
    );
  const start = ((Number(a) * 256 + Number(b)) * 256 + Number(c)) * 256 + Number(d);
  return Array.from({ length: wanted }, (_, index) => {
    const address = start + index * 2 ** (32 - size);
    const bytes = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256);
    return `${bytes.join(".")}/${size}`;
  });
}
