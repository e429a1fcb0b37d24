import { isNode, type Node, nodeIn, templateError } from "../node.ts";
import { type Draft, functionUri, integrationKey, listOf, methodKey, objectAt, onlyIf } from "./documents.ts";
import { addRouteAuth } from "./http-api.ts";
import { addEventAuth } from "./rest-auth.ts";
import { addResource, type Expansion, given, type ServerlessApi, stagePart } from "./serverless.ts";

export const implicitApis = { Api: "ServerlessRestApi", HttpApi: "ServerlessHttpApi" } as const;

type FunctionFacts = { functionId: string; alias: string | undefined; attributes: Node };

/** `AWS::Serverless::Function`: a function, its role, and what its events ask of APIs. */
export function addFunction(expansion: Expansion, functionId: string, resource: { attributes: Node; properties: Node }): void {
  const { attributes, properties } = resource;
  const condition: Node = attributes.Condition === undefined ? {} : { Condition: attributes.Condition };
  const { AutoPublishAlias: aliasName, FunctionName: name, Role: role } = properties;
  addResource(expansion, functionId, {
    Type: "AWS::Lambda::Function",
    from: attributes,
    Properties: given({ FunctionName: name, Role: role }),
  });
  if (role === undefined) addResource(expansion, `${functionId}Role`, { Type: "AWS::IAM::Role", from: condition, Properties: {} });
  const alias = typeof aliasName === "string" ? `${functionId}Alias${stagePart(aliasName)}` : undefined;
  if (alias !== undefined) addAlias(expansion, functionId, { alias, aliasName, condition });
  if (properties.FunctionUrlConfig !== undefined)
    addResource(expansion, `${functionId}Url`, { Type: "AWS::Lambda::Url", from: condition, Properties: {} });
  for (const [eventId, event] of Object.entries(nodeIn(properties, "Events"))) {
    if (!isNode(event)) continue;
    const facts = { functionId, alias, attributes: condition };
    if (event.Type === "Api") addApiEvent(expansion, facts, { eventId, properties: nodeIn(event, "Properties") });
    else if (event.Type === "HttpApi") addHttpEvent(expansion, facts, { eventId, properties: nodeIn(event, "Properties") });
    else addOtherEvent(expansion, facts, { eventId, type: String(event.Type) });
  }
}

function addAlias(
  expansion: Expansion,
  functionId: string,
  { alias, aliasName, condition }: { alias: string; aliasName: unknown; condition: Node },
): void {
  const version = `${functionId}Version`;
  addResource(expansion, version, { Type: "AWS::Lambda::Version", from: condition, Properties: { FunctionName: { Ref: functionId } } });
  addResource(expansion, alias, {
    Type: "AWS::Lambda::Alias",
    from: condition,
    Properties: { Name: aliasName, FunctionName: { Ref: functionId } },
  });
  expansion.referable.set(`${functionId}.Alias`, alias);
  expansion.referable.set(`${functionId}.Version`, version);
}

type ApiEvent = { eventId: string; properties: Node };

/** The API that an event names; one of plain CloudFormation is left alone. */
function apiOf(expansion: Expansion, named: unknown, fallback: string): ServerlessApi | undefined {
  if (named === undefined) return expansion.apis.get(fallback);
  const logicalId = isNode(named) ? named.Ref : named;
  return typeof logicalId === "string" ? expansion.apis.get(logicalId) : undefined;
}

function addApiEvent(expansion: Expansion, facts: FunctionFacts, { eventId, properties }: ApiEvent): void {
  const { Path: path, Method: method, RestApiId: named } = properties;
  if (typeof path !== "string" || typeof method !== "string") throw invalidEvent(facts, eventId, "Api events need a Path and a Method.");
  const api = apiOf(expansion, named, implicitApis.Api);
  addPermission(expansion, facts, `${eventId}Permission${stagePart(api?.properties.StageName ?? "Prod")}`);
  if (api === undefined || !api.isManaged) return;
  const operation: Draft = {
    [integrationKey]: given({
      type: "aws_proxy",
      httpMethod: "POST",
      uri: functionUri(facts),
      timeoutInMillis: properties.TimeoutInMillis,
      responseTransferMode: properties.ResponseTransferMode,
    }),
    responses: {},
  };
  addParameters(operation, properties.RequestParameters);
  addRequestModel(api.document, operation, nodeIn(properties, "RequestModel"));
  addEventAuth(operation, nodeIn(properties, "Auth"), nodeIn(api.properties, "Auth"));
  place(api, { path, key: methodKey(method), operation, facts });
}

type Placing = { path: string; key: string; operation: Draft; facts: FunctionFacts };

function place({ document, logicalId }: ServerlessApi, { path, key, operation, facts }: Placing): void {
  const pathItem = objectAt(objectAt(document, "paths"), path);
  if (pathItem[key] !== undefined)
    throw templateError(
      `Invalid Serverless Application Specification document. Resource with id [${facts.functionId}] is invalid. API method "${key}" defined multiple times for path "${path}" of ${logicalId}.`,
    );
  pathItem[key] = operation;
  const { Condition: condition } = facts.attributes;
  // What is only there with its function is wrapped once the document is complete.
  if (condition !== undefined) operation[conditionKey] = condition;
}

const conditionKey = "x-gatehouse-condition";

/** Operations of functions that are there under a condition only are there under it too. */
export function wrapConditions({ document }: ServerlessApi): void {
  for (const pathItem of Object.values(nodeIn(document, "paths"))) {
    if (!isNode(pathItem)) continue;
    for (const [key, operation] of Object.entries(pathItem)) {
      if (!isNode(operation) || operation[conditionKey] === undefined) continue;
      const { [conditionKey]: condition, ...others } = operation;
      (pathItem as Draft)[key] = onlyIf(condition, others);
    }
  }
}

/** `method.request.header.X`, by itself or with whether it is required. */
function addParameters(operation: Draft, given: unknown): void {
  const parameters = listOf(given).flatMap((item) => {
    const entries: [string, unknown][] = isNode(item) ? Object.entries(item) : [[String(item), {}]];
    return entries.map(([text, facts]) => {
      const [, , place = "", ...name] = text.split(".");
      const required = isNode(facts) ? facts.Required === true : false;
      const where = place === "querystring" ? "query" : place;
      return { name: name.join("."), in: where, required: place === "path" || required, type: "string" };
    });
  });
  if (parameters.length > 0) operation.parameters = parameters;
}

function addRequestModel(
  document: Draft,
  operation: Draft,
  { Model: model, Required: required, ValidateBody: body, ValidateParameters: parameters }: Node,
): void {
  if (typeof model !== "string") return;
  const name = model.toLowerCase();
  const parameter = given({ name, in: "body", schema: { $ref: `#/definitions/${name}` }, required });
  operation.parameters = [...listOf(operation.parameters), parameter];
  if (body === undefined && parameters === undefined) return;
  const validator = validatorNames[`${body === true}/${parameters === true}`] ?? "no-validation";
  objectAt(document, "x-amazon-apigateway-request-validators")[validator] = {
    validateRequestBody: body === true,
    validateRequestParameters: parameters === true,
  };
  operation["x-amazon-apigateway-request-validator"] = validator;
}

const validatorNames: Readonly<Record<string, string>> = {
  "true/true": "body-and-params",
  "true/false": "body-only",
  "false/true": "params-only",
  "false/false": "no-validation",
};

function addHttpEvent(expansion: Expansion, facts: FunctionFacts, { eventId, properties }: ApiEvent): void {
  const { Path: path, Method: method, ApiId: named } = properties;
  const api = apiOf(expansion, named, implicitApis.HttpApi);
  addPermission(expansion, facts, `${eventId}Permission`);
  if (api === undefined || !api.isManaged) return;
  const isDefault = path === undefined && method === undefined;
  if (!isDefault && typeof path !== "string") throw invalidEvent(facts, eventId, "HttpApi events with a Method need a Path.");
  const at = typeof path === "string" ? path : "$default";
  const key = methodKey(typeof method === "string" ? method : "any");
  const operation: Draft = {
    [integrationKey]: given({
      type: "aws_proxy",
      httpMethod: "POST",
      uri: functionUri(facts),
      payloadFormatVersion: properties.PayloadFormatVersion ?? "2.0",
      timeoutInMillis: properties.TimeoutInMillis,
    }),
    responses: {},
    ...(isDefault || path === "$default" ? { isDefaultRoute: true } : {}),
  };
  addRouteAuth(operation, nodeIn(properties, "Auth"), nodeIn(api.properties, "Auth"));
  place(api, { path: at, key, operation, facts });
  if (properties.RouteSettings === undefined) return;
  const verb = typeof method === "string" && method.toLowerCase() !== "any" && method !== "*" ? method.toUpperCase() : "ANY";
  api.routeSettings[at === "$default" ? "$default" : `${verb} ${at}`] = properties.RouteSettings;
}

function addPermission(expansion: Expansion, { functionId, attributes }: FunctionFacts, name: string): void {
  addResource(expansion, `${functionId}${name}`, { Type: "AWS::Lambda::Permission", from: attributes, Properties: {} });
}

const sources: Readonly<Record<string, { type: string; needsPermission: boolean }>> = {
  CloudWatchEvent: { type: "AWS::Events::Rule", needsPermission: true },
  CloudWatchLogs: { type: "AWS::Logs::SubscriptionFilter", needsPermission: true },
  DynamoDB: { type: "AWS::Lambda::EventSourceMapping", needsPermission: false },
  EventBridgeRule: { type: "AWS::Events::Rule", needsPermission: true },
  IoTRule: { type: "AWS::IoT::TopicRule", needsPermission: true },
  Kinesis: { type: "AWS::Lambda::EventSourceMapping", needsPermission: false },
  MQ: { type: "AWS::Lambda::EventSourceMapping", needsPermission: false },
  MSK: { type: "AWS::Lambda::EventSourceMapping", needsPermission: false },
  SNS: { type: "AWS::SNS::Subscription", needsPermission: true },
  SQS: { type: "AWS::Lambda::EventSourceMapping", needsPermission: false },
  Schedule: { type: "AWS::Events::Rule", needsPermission: true },
  ScheduleV2: { type: "AWS::Scheduler::Schedule", needsPermission: false },
};

/** Events of other services: what they make is listed as skipped. */
function addOtherEvent(expansion: Expansion, facts: FunctionFacts, { eventId, type }: { eventId: string; type: string }): void {
  const source = Object.hasOwn(sources, type) ? sources[type] : undefined;
  const { functionId, attributes: from } = facts;
  if (source !== undefined) addResource(expansion, `${functionId}${eventId}`, { Type: source.type, from, Properties: {} });
  if (source === undefined || source.needsPermission) addPermission(expansion, facts, `${eventId}Permission`);
}

function invalidEvent({ functionId }: FunctionFacts, eventId: string, why: string): Error {
  return templateError(
    `Invalid Serverless Application Specification document. Resource with id [${functionId}] is invalid. Event with id [${eventId}] is invalid. ${why}`,
  );
}
