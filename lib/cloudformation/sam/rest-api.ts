import { createHash } from "node:crypto";
import { isNode, type Node, nodeIn, templateError } from "../node.ts";
import { type Draft, objectAt } from "./documents.ts";
import { addRestDomain } from "./domains.ts";
import { isCall } from "./globals.ts";
import { addRestAuth, resourcePolicy } from "./rest-auth.ts";
import { addCors } from "./rest-cors.ts";
import { addResource, type Expansion, given, type ServerlessApi, stagePart, tagList } from "./serverless.ts";
import { addUsagePlan } from "./usage-plans.ts";

/** The document of a REST API to which functions add their paths. */
export function emptyRestDocument(): Draft {
  return { swagger: "2.0", info: { version: "1.0", title: { Ref: "AWS::StackName" } }, paths: {} };
}

/** `AWS::Serverless::Api`: a REST API with a document, a deployment and a stage. */
export function addRestApi(expansion: Expansion, api: ServerlessApi): void {
  const { logicalId, properties, attributes: from, document } = api;
  if (properties.StageName === undefined)
    throw templateError(
      `Invalid Serverless Application Specification document. Resource with id [${logicalId}] is invalid. Missing required property 'StageName'.`,
    );
  completeDocument(document, properties);
  const endpoint = endpointOf(properties.EndpointConfiguration);
  addResource(expansion, logicalId, {
    Type: "AWS::ApiGateway::RestApi",
    from,
    Properties: given({
      Body: document,
      Name: properties.Name,
      Description: properties.Description,
      ApiKeySourceType: properties.ApiKeySourceType,
      BinaryMediaTypes: binaryTypes(properties.BinaryMediaTypes),
      DisableExecuteApiEndpoint: properties.DisableExecuteApiEndpoint,
      EndpointAccessMode: properties.EndpointAccessMode,
      EndpointConfiguration: endpoint,
      FailOnWarnings: properties.FailOnWarnings,
      MinimumCompressionSize: properties.MinimumCompressionSize,
      Mode: properties.Mode,
      Policy: properties.Policy,
      SecurityPolicy: properties.SecurityPolicy,
      Tags: tagList(properties.Tags),
    }),
  });
  const stageId = addRelease(expansion, api);
  addUsagePlan(expansion, api, stageId);
  addRestDomain(expansion, api, stageId);
}

/** Lists a deployment, whose name changes with the document, and the stage. */
function addRelease(expansion: Expansion, { logicalId, properties, attributes: from, document }: ServerlessApi): string {
  const text = JSON.stringify([document, expansion.parameters, properties.AlwaysDeploy === true ? expansion.template : null]);
  const hash = createHash("sha1").update(text).digest("hex");
  const deploymentId = `${logicalId}Deployment${hash.slice(0, 10)}`;
  const stageId = `${logicalId}${stagePart(properties.StageName)}Stage`;
  const { Condition: condition } = from;
  const shared = condition === undefined ? {} : { Condition: condition };
  addResource(expansion, deploymentId, {
    Type: "AWS::ApiGateway::Deployment",
    from: shared,
    Properties: given({
      RestApiId: { Ref: logicalId },
      Description: `RestApi deployment id: ${hash}`,
      // Documents of version 2 come with a stage that nobody asked for, as they always did.
      StageName: properties.OpenApiVersion === undefined ? "Stage" : undefined,
    }),
  });
  addResource(expansion, stageId, {
    Type: "AWS::ApiGateway::Stage",
    from: shared,
    Properties: given({
      RestApiId: { Ref: logicalId },
      DeploymentId: { Ref: deploymentId },
      StageName: properties.StageName,
      AccessLogSetting: properties.AccessLogSetting,
      CacheClusterEnabled: properties.CacheClusterEnabled,
      CacheClusterSize: properties.CacheClusterSize,
      CanarySetting: properties.CanarySetting,
      MethodSettings: properties.MethodSettings,
      Tags: tagList(properties.Tags),
      TracingEnabled: properties.TracingEnabled,
      Variables: properties.Variables,
    }),
  });
  expansion.referable.set(`${logicalId}.Stage`, stageId);
  expansion.referable.set(`${logicalId}.Deployment`, deploymentId);
  return stageId;
}

function completeDocument(document: Draft, properties: Node): void {
  const auth = nodeIn(properties, "Auth");
  if (properties.Cors !== undefined) addCors(document, properties.Cors);
  addRestAuth(document, auth);
  addModels(document, nodeIn(properties, "Models"));
  addGatewayResponses(document, nodeIn(properties, "GatewayResponses"));
  const policy = resourcePolicy(nodeIn(auth, "ResourcePolicy"));
  if (policy !== undefined) document["x-amazon-apigateway-policy"] = policy;
  const { OpenApiVersion: version } = properties;
  if (version !== undefined && /^3/.test(String(version))) makeVersion3(document, String(version));
}

/** Names of models are written small, here and where operations use them. */
function addModels(document: Draft, models: Node): void {
  if (Object.keys(models).length === 0) return;
  const definitions = objectAt(document, "definitions");
  for (const [name, schema] of Object.entries(models)) definitions[name.toLowerCase()] = schema;
}

function addGatewayResponses(document: Draft, responses: Node): void {
  if (Object.keys(responses).length === 0) return;
  const target = objectAt(document, "x-amazon-apigateway-gateway-responses");
  for (const [type, response] of Object.entries(responses)) {
    if (!isNode(response)) continue;
    const { StatusCode: statusCode, ResponseTemplates: responseTemplates } = response;
    const groups = nodeIn(response, "ResponseParameters");
    const parameters = Object.entries({ Headers: "header", Paths: "path", QueryStrings: "querystring" }).flatMap(([group, place]) =>
      Object.entries(nodeIn(groups, group)).map(([name, value]) => [`gatewayresponse.${place}.${name}`, value]),
    );
    target[type] = given({
      statusCode,
      responseTemplates,
      responseParameters: parameters.length === 0 ? undefined : Object.fromEntries(parameters),
    });
  }
}

/** Version 3 has what version 2 keeps at the top among its components. */
function makeVersion3(document: Draft, version: string): void {
  delete document.swagger;
  document.openapi = version === "3.0" || version === "3" ? "3.0.1" : version;
  const components = { ...nodeIn(document, "components") };
  const { securityDefinitions: securitySchemes, definitions: schemas } = document;
  delete document.securityDefinitions;
  delete document.definitions;
  const added = given({ securitySchemes, schemas });
  if (Object.keys(added).length > 0 || Object.keys(components).length > 0) document.components = { ...components, ...added };
  moveBodies(document);
}

/** Bodies of requests and types of parameters have places of their own in version 3. */
function moveBodies(document: Draft): void {
  for (const pathItem of Object.values(nodeIn(document, "paths"))) {
    for (const operation of isNode(pathItem) ? Object.values(pathItem) : []) {
      if (!isNode(operation) || !Array.isArray(operation.parameters)) continue;
      const body = operation.parameters.find((parameter) => isNode(parameter) && parameter.in === "body");
      const draft = operation as Draft;
      const others: Node[] = operation.parameters.filter((parameter) => parameter !== body);
      draft.parameters = others.map(({ type, ...parameter }) => ({ ...parameter, ...(type === undefined ? {} : { schema: { type } }) }));
      if (!isNode(body)) continue;
      const reference = String(nodeIn(body, "schema").$ref ?? "").replace("#/definitions/", "#/components/schemas/");
      draft.requestBody = given({ content: { "application/json": { schema: { $ref: reference } } }, required: body.required });
    }
  }
}

function endpointOf(value: unknown): unknown {
  if (value === undefined) return undefined;
  if (!isNode(value) || isCall(value)) return { Types: [value] };
  const { Type: type, VPCEndpointIds: ids, IpAddressType: addresses } = value;
  return given({ Types: type === undefined ? undefined : [type], VpcEndpointIds: ids, IpAddressType: addresses });
}

function binaryTypes(value: unknown): unknown {
  return Array.isArray(value) ? value.map((type) => (typeof type === "string" ? type.replaceAll("~1", "/") : type)) : value;
}
