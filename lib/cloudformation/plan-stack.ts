import { dependsOn, orderByNeeds, referencesIn } from "./dependencies.ts";
import { refuseDynamicReferences } from "./dynamic-references.ts";
import type { StackPlace } from "./foreign-resources.ts";
import { type Environment, isTrue, noValue, resolve, resolveText } from "./intrinsics.ts";
import { isNode, type Node, nodeIn, templateError } from "./node.ts";
import { chooseParameters, declaredParameters, isStored, parameterValue, type StackParameter } from "./parameters.ts";
import { readTemplate, type Template } from "./read-template.ts";
import { isImported, isMisspelt } from "./resource-types.ts";
import { checkRules } from "./rules.ts";
import { expandServerless } from "./sam/expand-serverless.ts";

export type PlannedResource = {
  logicalId: string;
  type: string;
  /** Functions are not called yet: what they name may not exist. */
  properties: Node;
  /** Logical ids of the plan that have to be there before. */
  needs: string[];
  /** Whether the resource is made here; others are listed as skipped. */
  isImported: boolean;
  /** Whether it stays when it leaves the template or is replaced. */
  isKept: boolean;
  isKeptOnReplace: boolean;
};

/** What a stack shall be: resources in the order in which they can be made. */
export type StackPlan = {
  description: string | undefined;
  parameters: StackParameter[];
  /** Names of parameters that are not echoed. */
  secretParameters: ReadonlySet<string>;
  resources: PlannedResource[];
  outputs: PlannedOutput[];
  /** Names of transforms that were applied. */
  transforms: string[];
  /** Everything that functions are looked up in but resources. */
  known: KnownValues;
};

export type PlannedOutput = { key: string; value: unknown; description?: string; exportName?: unknown };

export type KnownValues = Pick<Environment, "isTrue" | "mappings"> & {
  parameter(name: string): unknown;
  readonly place: StackPlace;
};

export type StackIdentity = { stackName: string; stackId: string; place: StackPlace };

/** Reads a template and decides what of it holds with these parameters. */
export function planStack(text: string, given: readonly StackParameter[], identity: StackIdentity): StackPlan {
  return planTemplate(readTemplate(text), given, identity);
}

export function planTemplate(source: Template, given: readonly StackParameter[], identity: StackIdentity): StackPlan {
  const parameters = chooseParameters(source, given);
  const { template, transforms } = expandServerless(source, JSON.stringify(parameters));
  const known = knownValues(template, parameters, identity);
  const stored = new Set(declaredParameters(source).flatMap(({ key, type }) => (isStored(type) ? [key] : [])));
  checkRules(source, { ...known, ref: known.parameter }, (name) => stored.has(name));
  const kept = Object.entries(template.Resources).filter(([logicalId, resource]) => holds(logicalId, resource, known));
  checkReferences(template);
  return {
    description: typeof template.Description === "string" ? template.Description : undefined,
    parameters,
    secretParameters: new Set(declaredParameters(source).flatMap(({ key, noEcho }) => (noEcho ? [key] : []))),
    resources: inOrder(kept),
    outputs: planOutputs(template, known),
    transforms,
    known,
  };
}

function holds(logicalId: string, { Condition: condition }: Node, known: KnownValues): boolean {
  if (condition === undefined) return true;
  if (typeof condition !== "string") throw templateError(`Template format error: the Condition of resource ${logicalId} must be a string.`);
  return known.isTrue(condition);
}

function inOrder(resources: readonly (readonly [string, Node])[]): PlannedResource[] {
  const ids = new Set(resources.map(([logicalId]) => logicalId));
  const planned = new Map(resources.map(([logicalId, resource]) => [logicalId, plannedResource(logicalId, resource, ids)]));
  const needs = new Map([...planned].map(([logicalId, each]) => [logicalId, new Set(each.needs)]));
  return orderByNeeds(needs).flatMap((logicalId) => planned.get(logicalId) ?? []);
}

function plannedResource(logicalId: string, resource: Node, ids: ReadonlySet<string>): PlannedResource {
  const type = String(resource.Type);
  if (isMisspelt(type)) throw templateError(`Template format error: Unrecognized resource types: [${type}]`);
  const properties = nodeIn(resource, "Properties");
  if (isImported(type)) refuseDynamicReferences(properties, `resource ${logicalId}`);
  const needs = [...new Set([...dependsOn(resource), ...referencesIn(properties)])].filter((name) => name !== logicalId && ids.has(name));
  if (referencesIn(properties).has(logicalId)) throw templateError(`Circular dependency between resources: [${logicalId}]`);
  return {
    logicalId,
    type,
    properties,
    needs,
    isImported: isImported(type),
    // Creations that fail are taken back as a whole, so that nothing is left of them that the exception could be for.
    isKept: resource.DeletionPolicy === "Retain" || resource.DeletionPolicy === "RetainExceptOnCreate",
    isKeptOnReplace: resource.UpdateReplacePolicy === "Retain",
  };
}

/** Names that nothing has are errors wherever they stand, also in branches that are not taken. */
function checkReferences(template: Template): void {
  const known = new Set([...Object.keys(nodeIn(template, "Parameters")), ...Object.keys(template.Resources)]);
  const unknownIn = (value: unknown) => [...referencesIn(value)].filter((name) => !known.has(name) && !name.startsWith("AWS::"));
  const resources = Object.values(template.Resources).flatMap((resource) => [
    ...unknownIn(resource.Properties),
    ...dependsOn(resource).filter((name) => !Object.hasOwn(template.Resources, name)),
  ]);
  if (resources.length > 0) throw unresolved(resources, "Resources");
  const outputs = unknownIn(template.Outputs);
  if (outputs.length > 0) throw unresolved(outputs, "Outputs");
}

function unresolved(names: readonly string[], section: string): Error {
  const list = [...new Set(names)].join(", ");
  return templateError(`Template format error: Unresolved resource dependencies [${list}] in the ${section} block of the template`);
}

const outputsMax = 200;

function planOutputs(template: Template, known: KnownValues): PlannedOutput[] {
  const declared = Object.entries(nodeIn(template, "Outputs"));
  if (declared.length > outputsMax)
    throw templateError(`Template format error: Number of outputs, ${declared.length}, is greater than maximum allowed, ${outputsMax}`);
  return declared.flatMap(([key, output]) => {
    if (!isNode(output) || output.Value === undefined)
      throw templateError(`Template format error: Every Outputs member must contain a Value object. [${key}]`);
    if (!holds(key, output, known)) return [];
    const exportName = nodeIn(output, "Export").Name;
    return [
      {
        key,
        value: output.Value,
        ...(typeof output.Description === "string" ? { description: output.Description } : {}),
        ...(exportName === undefined ? {} : { exportName }),
      },
    ];
  });
}

function knownValues(template: Template, parameters: readonly StackParameter[], { stackName, stackId, place }: StackIdentity): KnownValues {
  const types = new Map(declaredParameters(template).map(({ key, type }) => [key, type]));
  const values = new Map(parameters.map(({ key, value }) => [key, value]));
  const pseudo: Readonly<Record<string, unknown>> = {
    "AWS::AccountId": place.accountId,
    "AWS::NotificationARNs": [],
    "AWS::Partition": place.partition,
    "AWS::Region": place.region,
    "AWS::StackId": stackId,
    "AWS::StackName": stackName,
    "AWS::URLSuffix": place.urlSuffix,
  };
  const parameter = (name: string): unknown => {
    if (Object.hasOwn(pseudo, name)) return pseudo[name];
    const text = values.get(name);
    if (text === undefined) return undefined;
    const type = types.get(name) ?? "String";
    if (isStored(type))
      throw templateError(
        `Parameter ${name} is read from SSM Parameter Store, which Gatehouse does not have. Give it the type String and pass its value.`,
      );
    return parameterValue(type, text);
  };
  return { parameter, place, mappings: nodeIn(template, "Mappings"), isTrue: conditionReader(template, parameter) };
}

/** Conditions that name each other are read one within the other. */
const conditionsOpenMax = 30;

function conditionReader(template: Template, parameter: (name: string) => unknown): (name: string) => boolean {
  const conditions = nodeIn(template, "Conditions");
  const known = new Map<string, boolean | "open">();
  let openCount = 0;
  const read = (name: string): boolean => {
    const before = known.get(name);
    if (before === "open") throw templateError(`Template format error: Circular dependency in condition ${name}`);
    if (before !== undefined) return before;
    if (!Object.hasOwn(conditions, name))
      throw templateError(`Template format error: Unresolved condition dependency ${name} in the template`);
    if (openCount === conditionsOpenMax)
      throw templateError(`Template format error: Conditions name each other more than ${conditionsOpenMax} deep`);
    known.set(name, "open");
    openCount += 1;
    const value = isTrue(conditions[name], environment);
    openCount -= 1;
    known.set(name, value);
    return value;
  };
  const refuse = (name: string) =>
    templateError(
      `Template format error: Unresolved dependencies [${name}]. Cannot reference resources in the Conditions block of the template`,
    );
  const environment: Environment = {
    ref: (name) => {
      const value = parameter(name);
      if (value === undefined) throw refuse(name);
      return value;
    },
    attribute: (name) => {
      throw refuse(name);
    },
    isTrue: read,
    mappings: nodeIn(template, "Mappings"),
    importValue: (name) => {
      throw refuse(name);
    },
  };
  return read;
}

/** How resources are looked up while a plan is carried out. */
export type ResourceValues = Pick<Environment, "attribute" | "importValue"> & { resource(logicalId: string): unknown };

export function environmentOf(known: KnownValues, values: ResourceValues): Environment {
  return {
    ...known,
    attribute: values.attribute,
    importValue: values.importValue,
    ref: (name) => known.parameter(name) ?? values.resource(name),
  };
}

/** The properties of a resource with their functions called. */
export function resolveProperties({ logicalId, isImported: isOurs, properties }: PlannedResource, env: Environment): Node {
  const resolved = resolve(properties, env);
  // Functions and parameters may have put one together.
  if (isOurs) refuseDynamicReferences(resolved, `resource ${logicalId}`);
  return isNode(resolved) ? resolved : {};
}

export function resolveOutput(output: PlannedOutput, env: Environment): { value: string; exportName?: string } {
  const value = resolve(output.value, env);
  // Lists of parameters come out as they went in.
  const text = Array.isArray(value)
    ? value.join(",")
    : resolveText(value === noValue ? "" : value, env, `the value of output ${output.key}`);
  refuseDynamicReferences(text, `output ${output.key}`);
  return {
    value: text,
    ...(output.exportName === undefined ? {} : { exportName: resolveText(output.exportName, env, `the export of output ${output.key}`) }),
  };
}
