import { isNode, type Node, nodeIn, templateError } from "../node.ts";
import type { Template } from "../read-template.ts";
import { splitAttribute } from "../yaml-value.ts";
import { type Draft, listOf } from "./documents.ts";
import { addFunction, implicitApis, wrapConditions } from "./functions.ts";
import { checkGlobals, withGlobals } from "./globals.ts";
import { addHttpApi, emptyHttpDocument } from "./http-api.ts";
import { addRestApi, emptyRestDocument } from "./rest-api.ts";
import { addResource, type Expansion } from "./serverless.ts";

const serverless = "AWS::Serverless-2016-10-31";
/** Functions of this one work as they are; its loops are refused where they stand. */
const extensions = "AWS::LanguageExtensions";

/** The template without its transforms: what the serverless types stand for is written out. */
export function expandServerless(source: Template, parameters: string): { template: Template; transforms: string[] } {
  const transforms = listOf(source.Transform).map((item) => String(isNode(item) ? item.Name : item));
  const unknown = transforms.find((name) => name !== serverless && name !== extensions);
  if (unknown !== undefined)
    throw templateError(
      `Template validation error: the transform ${unknown.slice(0, 128)} is not supported: Gatehouse does not read from S3 and runs no macros.`,
    );
  if (!transforms.includes(serverless)) return { template: source, transforms };
  checkGlobals(source);
  // Documents are completed in place, so the template of the caller is copied.
  return { template: expand(structuredClone(source), parameters), transforms };
}

function expand(template: Template, parameters: string): Template {
  const expansion: Expansion = { template, resources: {}, referable: new Map(), apis: new Map(), parameters };
  const entries = Object.entries(template.Resources);
  for (const [logicalId, resource] of entries) {
    if (resource.Type === "AWS::Serverless::Api" || resource.Type === "AWS::Serverless::HttpApi")
      collectApi(expansion, logicalId, resource);
  }
  addImplicitApis(expansion);
  for (const [logicalId, resource] of entries) addOne(expansion, logicalId, resource);
  for (const api of expansion.apis.values()) {
    if (api.kind === "REST") addRestApi(expansion, api);
    else addHttpApi(expansion, api);
    wrapConditions(api);
  }
  const { Globals: _, Transform: __, ...others } = template;
  return replaceNames({ ...others, Resources: expansion.resources }, expansion.referable) as Template;
}

function collectApi(expansion: Expansion, logicalId: string, resource: Node): void {
  const properties = withGlobals(expansion.template, String(resource.Type), resource);
  const kind = resource.Type === "AWS::Serverless::Api" ? "REST" : "HTTP";
  if (properties.DefinitionUri !== undefined)
    throw templateError(
      `DefinitionUri of ${logicalId} is not supported: the file is not part of the template. Put the document into DefinitionBody.`,
    );
  const { DefinitionBody: body } = properties;
  const isManaged = !isNode(body);
  const document: Draft = isNode(body) ? (body as Draft) : kind === "REST" ? emptyRestDocument() : emptyHttpDocument();
  expansion.apis.set(logicalId, { kind, logicalId, attributes: resource, properties, document, isManaged, routeSettings: {} });
}

/** APIs of events that name none. */
function addImplicitApis(expansion: Expansion): void {
  const { template } = expansion;
  for (const [type, logicalId] of Object.entries(implicitApis)) {
    const users = Object.values(template.Resources).filter((resource) => usesImplicit(resource, type));
    if (users.length === 0 || expansion.apis.has(logicalId)) continue;
    const [first] = users;
    const isShared = users.every(({ Condition: condition }) => condition === first?.Condition);
    const attributes: Node = isShared && first?.Condition !== undefined ? { Condition: first.Condition } : {};
    const kind = type === "Api" ? "REST" : "HTTP";
    const globals = withGlobals(template, kind === "REST" ? "AWS::Serverless::Api" : "AWS::Serverless::HttpApi", {});
    const properties = kind === "REST" ? { StageName: "Prod", ...globals } : globals;
    const document = kind === "REST" ? emptyRestDocument() : emptyHttpDocument();
    expansion.apis.set(logicalId, { kind, logicalId, attributes, properties, document, isManaged: true, routeSettings: {} });
  }
}

function usesImplicit({ Type: type, ...resource }: Node, eventType: string): boolean {
  if (type !== "AWS::Serverless::Function") return false;
  const id = eventType === "Api" ? "RestApiId" : "ApiId";
  return Object.values(nodeIn(nodeIn(resource, "Properties"), "Events")).some(
    (event) => isNode(event) && event.Type === eventType && nodeIn(event, "Properties")[id] === undefined,
  );
}

const plainTypes: Readonly<Record<string, readonly string[]>> = {
  "AWS::Serverless::Application": ["AWS::CloudFormation::Stack"],
  "AWS::Serverless::Connector": ["AWS::IAM::ManagedPolicy"],
  "AWS::Serverless::GraphQLApi": ["AWS::AppSync::GraphQLApi"],
  "AWS::Serverless::LayerVersion": ["AWS::Lambda::LayerVersion"],
  "AWS::Serverless::SimpleTable": ["AWS::DynamoDB::Table"],
  "AWS::Serverless::StateMachine": ["AWS::StepFunctions::StateMachine", "AWS::IAM::Role"],
};

function addOne(expansion: Expansion, logicalId: string, resource: Node & { Type: string }): void {
  const { Type: type } = resource;
  if (expansion.apis.has(logicalId)) return;
  if (type === "AWS::Serverless::Function") {
    addFunction(expansion, logicalId, { attributes: resource, properties: withGlobals(expansion.template, type, resource) });
    return;
  }
  const plain = Object.hasOwn(plainTypes, type) ? plainTypes[type] : undefined;
  if (plain === undefined) {
    expansion.resources[logicalId] = resource as Draft & { Type: string };
    return;
  }
  const [own = type, role] = plain;
  addResource(expansion, logicalId, { Type: own, from: resource, Properties: nodeIn(resource, "Properties") });
  const hasRole = nodeIn(resource, "Properties").Role !== undefined;
  if (role !== undefined && !hasRole) addResource(expansion, `${logicalId}Role`, { Type: role, Properties: {} });
}

/** `Ref: Api.Stage` and `${Api.Stage}` name what the transform made. */
function replaceNames(value: unknown, referable: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => replaceNames(item, referable));
  if (!isNode(value)) return value;
  const entries = Object.entries(value).map(([name, member]) => {
    if (name === "Ref" && typeof member === "string") return [name, referable.get(member) ?? member];
    if (name === "Fn::Sub") return [name, replaceInSub(member, referable)];
    return [name, replaceNames(member, referable)];
  });
  return Object.fromEntries(entries);
}

function replaceInSub(argument: unknown, referable: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(argument))
    return [replaceInText(argument[0], referable), ...argument.slice(1).map((item) => replaceNames(item, referable))];
  return replaceInText(argument, referable);
}

function replaceInText(text: unknown, referable: ReadonlyMap<string, string>): unknown {
  if (typeof text !== "string") return text;
  return text.replace(/\$\{([A-Za-z0-9]+\.[A-Za-z]+)\}/g, (whole, name: string) => {
    const known = referable.get(name);
    return known === undefined || splitAttribute(name)[1] === "" ? whole : `\${${known}}`;
  });
}
