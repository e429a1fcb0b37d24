import { LineCounter, parseDocument } from "yaml";
import { isShallow } from "../base/is-shallow.ts";
import { isNode, type Node, nodeIn, templateError } from "./node.ts";
import { valueOfYaml } from "./yaml-value.ts";

/** Larger templates are read from S3 by the service, which takes this much there. */
const bytesMax = 1_048_576;
const depthMax = 100;

export type Template = Node & { Resources: Record<string, TemplateResource> };
export type TemplateResource = Node & { Type: string };

const sections = [
  "AWSTemplateFormatVersion",
  "Conditions",
  "Description",
  "Globals",
  "Hooks",
  "Mappings",
  "Metadata",
  "Outputs",
  "Parameters",
  "Resources",
  "Rules",
  "Transform",
];

const resourcesMax = 500;

/** The template in a text of JSON or YAML, short forms of functions written out. */
export function readTemplate(text: string): Template {
  if (new TextEncoder().encode(text).length > bytesMax)
    throw templateError(`1 validation error detected: the template is larger than ${bytesMax} bytes`);
  const template = parseText(text);
  if (!isNode(template)) throw templateError("Template format error: unsupported structure.");
  if (!isShallow(template, depthMax)) throw templateError(`Template format error: values are nested deeper than ${depthMax}.`);
  return checkStructure(template);
}

function parseText(text: string): unknown {
  const trimmed = text.trimStart();
  if (trimmed === "") throw templateError("Template format error: JSON not well-formed. The template is empty.");
  if (!trimmed.startsWith("{")) return parseYaml(text);
  try {
    return JSON.parse(text);
  } catch {
    // YAML has objects in braces too.
    return parseYaml(text);
  }
}

function parseYaml(text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, logLevel: "error" });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const { line, col } = lineCounter.linePos(fault.pos[0]);
    throw templateError(`Template format error: YAML not well-formed. (line ${line}, column ${col})`, fault);
  }
  return valueOfYaml(document, (position) => lineCounter.linePos(position).line);
}

function checkStructure(template: Node): Template {
  const unknown = Object.keys(template).filter((name) => !sections.includes(name));
  if (unknown.length > 0) throw templateError(`Invalid template property or properties [${unknown.join(", ")}]`);
  for (const name of ["Parameters", "Mappings", "Conditions", "Rules", "Resources", "Outputs"]) {
    const section = template[name];
    if (section !== undefined && !isNode(section)) throw templateError(`Template format error: ${name} must be an object.`);
  }
  const resources = Object.entries(nodeIn(template, "Resources"));
  if (resources.length === 0) throw templateError("Template format error: At least one Resources member must be defined.");
  if (resources.length > resourcesMax)
    throw templateError(
      `Template format error: Number of resources, ${resources.length}, is greater than maximum allowed, ${resourcesMax}`,
    );
  for (const [logicalId, resource] of resources) checkResource(logicalId, resource);
  const both = resources.find(([logicalId]) => Object.hasOwn(nodeIn(template, "Parameters"), logicalId));
  if (both !== undefined) throw templateError(`Template format error: Duplicate name ${both[0]}: it is a parameter and a resource.`);
  // Every resource was looked at.
  return template as Template;
}

function checkResource(logicalId: string, resource: unknown): void {
  if (logicalId.startsWith("Fn::ForEach"))
    throw templateError(
      `Template format error: ${logicalId.slice(0, 255)} needs the transform AWS::LanguageExtensions, which is not supported.`,
    );
  if (!/^[A-Za-z0-9]{1,255}$/.test(logicalId))
    throw templateError(`Template format error: Resource name ${logicalId.slice(0, 255)} is non alphanumeric.`);
  if (!isNode(resource)) throw templateError("Template format error: Any Resources member must be an object.");
  if (typeof resource.Type !== "string")
    throw templateError(`Template format error: [/Resources/${logicalId}] Every Resources object must contain a Type member.`);
  const unknown = Object.keys(resource).filter((name) => !attributes.includes(name));
  if (unknown.length > 0)
    throw templateError(`Invalid template resource property '${unknown[0]}'. It is a member of resource ${logicalId}.`);
  if (resource.Properties !== undefined && !isNode(resource.Properties))
    throw templateError(`Template format error: [/Resources/${logicalId}/Properties] must be an object.`);
  checkPolicy(logicalId, resource, { name: "DeletionPolicy", known: ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"] });
  checkPolicy(logicalId, resource, { name: "UpdateReplacePolicy", known: ["Delete", "Retain", "Snapshot"] });
}

/** A misspelt policy would remove what shall stay. */
function checkPolicy(logicalId: string, resource: Node, { name, known }: { name: string; known: readonly string[] }): void {
  const policy = resource[name];
  if (policy === undefined) return;
  if (typeof policy !== "string") throw templateError(`Template format error: Every ${name} member must be a string.`);
  if (!known.includes(policy))
    throw templateError(`Template format error: Unrecognized ${name} ${policy.slice(0, 64)} for resource ${logicalId}`);
  if (policy === "Snapshot" && /^AWS::(?:ApiGateway|ApiGatewayV2|Serverless)::/.test(String(resource.Type)))
    throw templateError(`Template error: resource type ${resource.Type} does not support ${name} Snapshot`);
}

const attributes = [
  "Condition",
  "Connectors",
  "CreationPolicy",
  "DeletionPolicy",
  "DependsOn",
  "IgnoreGlobals",
  "Metadata",
  "Properties",
  "Type",
  "UpdatePolicy",
  "UpdateReplacePolicy",
  "Version",
];
