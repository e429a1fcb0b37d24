import { compileRegex } from "../regex/compile-regex.ts";
import { textOf } from "./intrinsics.ts";
import { isNode, type Node, nodeIn, templateError } from "./node.ts";
import type { Template } from "./read-template.ts";

export type StackParameter = { key: string; value: string };

/** What a template says of one of its parameters. */
export type ParameterDeclaration = {
  key: string;
  type: string;
  defaultValue?: string;
  description?: string;
  noEcho: boolean;
  allowedValues: string[];
};

const parametersMax = 200;
const valueBytesMax = 4_096;

export function declaredParameters(template: Template): ParameterDeclaration[] {
  const declared = Object.entries(nodeIn(template, "Parameters"));
  if (declared.length > parametersMax)
    throw templateError(
      `Template format error: Number of parameters, ${declared.length}, is greater than maximum allowed, ${parametersMax}`,
    );
  return declared.map(([key, declaration]) => {
    if (!isNode(declaration) || typeof declaration.Type !== "string")
      throw templateError(`Template format error: Every Parameters object must contain a Type member. [${key}]`);
    const defaultValue = declaration.Default === undefined ? undefined : textOf(declaration.Default);
    if (declaration.Default !== undefined && defaultValue === undefined)
      throw templateError(`Template format error: Every Default member must be a string. [${key}]`);
    return {
      key,
      type: declaration.Type,
      noEcho: textOf(declaration.NoEcho) === "true",
      allowedValues: textsOf(declaration.AllowedValues),
      ...(defaultValue === undefined ? {} : { defaultValue }),
      ...(typeof declaration.Description === "string" ? { description: declaration.Description } : {}),
    };
  });
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map((item) => textOf(item) ?? "") : [];
}

/** The text of every parameter: what was given, or its default. */
export function chooseParameters(template: Template, given: readonly StackParameter[]): StackParameter[] {
  const declarations = declaredParameters(template);
  const known = new Set(declarations.map(({ key }) => key));
  const strangers = given.filter(({ key }) => !known.has(key)).map(({ key }) => key);
  if (strangers.length > 0) throw templateError(`Parameters: [${strangers.join(", ")}] do not exist in the template`);
  const values = new Map(given.map(({ key, value }) => [key, value]));
  const missing = declarations.filter(({ key, defaultValue }) => !values.has(key) && defaultValue === undefined).map(({ key }) => key);
  if (missing.length > 0) throw templateError(`Parameters: [${missing.join(", ")}] must have values`);
  const chosen = declarations.map(({ key, defaultValue = "" }) => ({ key, value: values.get(key) ?? defaultValue }));
  for (const { key, value } of chosen) check(key, value, nodeIn(nodeIn(template, "Parameters"), key));
  return chosen;
}

/** What `Ref` gives for a parameter: lists are lists. */
export function parameterValue(type: string, text: string): unknown {
  if (type === "CommaDelimitedList" || /^(?:AWS::SSM::Parameter::Value<)?List</.test(type)) return text === "" ? [] : splitList(text);
  return text;
}

/** Parameters that the service reads from a store of its own. */
export function isStored(type: string): boolean {
  return type.startsWith("AWS::SSM::Parameter::Value<");
}

function splitList(text: string): string[] {
  return text.split(",").map((item) => item.trim());
}

function check(key: string, text: string, declaration: Node): void {
  if (Buffer.byteLength(text) > valueBytesMax) throw templateError(`Parameter '${key}' must be at most ${valueBytesMax} bytes long`);
  const type = String(declaration.Type);
  const isList = Array.isArray(parameterValue(type, text));
  const items = isList ? splitList(text) : [text];
  const explained = typeof declaration.ConstraintDescription === "string" ? declaration.ConstraintDescription : undefined;
  const refuse = (message: string) =>
    templateError(explained === undefined ? message : `Parameter ${key} failed to satisfy constraint: ${explained}`);
  if (type === "Number" || type === "List<Number>") {
    if (text !== "" && items.some((item) => item === "" || Number.isNaN(Number(item))))
      throw templateError(`Parameter '${key}' must be a number.`);
    checkRange(key, items, declaration, refuse);
  }
  const allowed = textsOf(declaration.AllowedValues);
  if (declaration.AllowedValues !== undefined && items.some((item) => !allowed.includes(item)))
    throw refuse(`Parameter '${key}' must be one of AllowedValues`);
  if (isList) return;
  checkLength(key, text, declaration, refuse);
  checkPattern(key, text, declaration, refuse);
}

type Refuse = (message: string) => Error;

function checkRange(key: string, items: readonly string[], { MinValue: min, MaxValue: max }: Node, refuse: Refuse): void {
  for (const item of items.map(Number)) {
    if (min !== undefined && item < Number(min)) throw refuse(`Parameter '${key}' must be a number not less than ${textOf(min)}`);
    if (max !== undefined && item > Number(max)) throw refuse(`Parameter '${key}' must be a number not greater than ${textOf(max)}`);
  }
}

function checkLength(key: string, text: string, { MinLength: min, MaxLength: max }: Node, refuse: Refuse): void {
  if (min !== undefined && text.length < Number(min)) throw refuse(`Parameter '${key}' must contain at least ${textOf(min)} characters`);
  if (max !== undefined && text.length > Number(max)) throw refuse(`Parameter '${key}' must contain at most ${textOf(max)} characters`);
}

function checkPattern(key: string, text: string, { AllowedPattern: pattern }: Node, refuse: Refuse): void {
  if (typeof pattern === "string" && !matches(key, pattern, text)) throw refuse(`Parameter '${key}' must match pattern ${pattern}`);
}

function matches(key: string, pattern: string, text: string): boolean {
  try {
    return compileRegex(pattern, { dialect: "java" }).matches(text);
  } catch (cause) {
    throw templateError(`Template format error: Invalid AllowedPattern of parameter ${key}`, cause);
  }
}
