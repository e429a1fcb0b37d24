import type { Route, V2ApiDefinition, V2Integration, V2StageSettings } from "../definition/v2-api.ts";
import { type Command, optionsOf, type Variable, variableName } from "./command.ts";
import type { Script } from "./render-aws-cli.ts";
import { variablesText } from "./secret-variables.ts";

/** Which parts of an HTTP or WebSocket API are copied: models by name, others by id. What they refer to is named by its id. */
export type V2Selection = {
  api: boolean;
  models: ReadonlySet<string>;
  authorizers: ReadonlySet<string>;
  integrations: ReadonlySet<string>;
  routes: ReadonlySet<string>;
};

export const nothingOfV2: V2Selection = {
  api: false,
  models: new Set(),
  authorizers: new Set(),
  integrations: new Set(),
  routes: new Set(),
};

export function everyV2(definition: V2ApiDefinition): V2Selection {
  return {
    api: true,
    models: new Set(definition.models.map(({ name }) => name)),
    authorizers: new Set(definition.authorizers.map(({ authorizerId }) => authorizerId)),
    integrations: new Set(definition.integrations.map(({ integrationId }) => integrationId)),
    routes: new Set(definition.routes.map(({ routeId }) => routeId)),
  };
}

/** Commands that make what is selected; all of an API makes an equal one. */
export function v2Script(definition: V2ApiDefinition, selection: V2Selection): Script {
  const { known, make } = nameV2(definition);
  return { known, commands: [...(selection.api ? [createApi(definition, make)] : []), ...createCommands(definition, selection, make)] };
}

/** The variables of an API and its parts, and how its commands are made. */
export function nameV2(definition: V2ApiDefinition): { known: ReadonlyMap<string, string>; make: MakeV2 } {
  const known = new Map<string, string>();
  const ids = new Map<string, Variable>();
  const add = (id: string, ...words: string[]) => {
    const variable = { variable: variableName(new Set(known.keys()), ...words) };
    known.set(variable.variable, id);
    ids.set(id, variable);
    return variable;
  };
  const api = add(definition.apiId, "api", "id");
  for (const [index, { integrationId }] of definition.integrations.entries()) add(integrationId, "integration", String(index + 1));
  for (const { authorizerId, name } of definition.authorizers) add(authorizerId, "authorizer", name);
  for (const { routeId, routeKey } of definition.routes) add(routeId, "route", routeKey.replace("$", ""));
  const make: MakeV2 = (operation, input, capture) => ({
    service: "apigatewayv2",
    operation,
    options: optionsOf({ ...(operation === "create-api" ? {} : { apiId: [api] }), ...wireMembers(input) }, ids),
    ...(capture === undefined ? {} : { capture: { variable: ids.get(capture.id)?.variable ?? "", query: capture.query } }),
  });
  return { known, make };
}

/** What is made in an API that is there. */
export function createCommands(definition: V2ApiDefinition, selection: V2Selection, make: MakeV2): Command[] {
  const { models, authorizers, integrations, routes } = definition;
  return [
    ...models.filter(({ name }) => selection.models.has(name)).map(({ modelId: _, ...model }) => make("create-model", model)),
    ...authorizers
      .filter(({ authorizerId }) => selection.authorizers.has(authorizerId))
      .map(({ authorizerId: id, ...authorizer }) => make("create-authorizer", authorizer, { id, query: "AuthorizerId" })),
    ...integrations
      .filter(({ integrationId }) => selection.integrations.has(integrationId))
      .flatMap((each) => integrationCommands(each, make)),
    ...routes.filter(({ routeId }) => selection.routes.has(routeId)).flatMap((route) => routeCommands(route, make)),
  ];
}

export type MakeV2 = (operation: string, input: Readonly<Record<string, unknown>>, capture?: { id: string; query: string }) => Command;

const structures: ReadonlySet<string> = new Set([
  "corsConfiguration",
  "tlsConfig",
  "accessLogSettings",
  "jwtConfiguration",
  "defaultRouteSettings",
]);

/** The second API writes members of structures with a capital; keys of maps stay as they are. */
function wireMembers(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, wireValue(name, value)]));
}

function wireValue(name: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  if (structures.has(name)) return capitalized(value);
  // Maps to structures: settings of routes, and what parameters are required.
  const isMapOfStructures = name === "routeSettings" || Object.values(value).some((member) => isObject(member) && "required" in member);
  if (!isMapOfStructures) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, isObject(member) ? capitalized(member) : member]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function capitalized(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.charAt(0).toUpperCase() + name.slice(1), member]));
}

function createApi({ apiId: id, settings }: V2ApiDefinition, make: MakeV2): Command {
  const { routeSelectionExpression, disableSchemaValidation, ...members } = settings;
  // HTTP APIs have one expression, which the service does not take.
  const own = settings.protocolType === "WEBSOCKET" ? { routeSelectionExpression, disableSchemaValidation } : {};
  return make("create-api", { ...members, ...own }, { id, query: "ApiId" });
}

function integrationCommands(
  { integrationId: id, integrationResponses = [], apiGatewayManaged: _, ...members }: V2Integration,
  make: MakeV2,
): Command[] {
  // The service chooses the expression by itself and takes none.
  const { integrationResponseSelectionExpression: __, ...integration } = members;
  return [
    make("create-integration", integration, { id, query: "IntegrationId" }),
    ...integrationResponses.map(({ integrationResponseId: ___, ...response }) =>
      make("create-integration-response", { integrationId: id, ...response }),
    ),
  ];
}

function routeCommands({ routeId: id, routeResponses = [], apiGatewayManaged: _, ...route }: Route, make: MakeV2): Command[] {
  return [
    make("create-route", route, { id, query: "RouteId" }),
    ...routeResponses.map(({ routeResponseId: __, ...response }) => make("create-route-response", { routeId: id, ...response })),
  ];
}

export type CopiedV2Stage = { apiId: string; stageName: string; settings: V2StageSettings };

export function v2StageScript({ apiId, stageName, settings }: CopiedV2Stage): Script {
  const api: Variable = { variable: "API_ID" };
  const { description, autoDeploy, accessLogSettings, clientCertificateId, defaultRouteSettings, routeSettings } = settings;
  const { stageVariables: variables, secretVariables } = settings;
  const { text: stageVariables, asked } = variablesText({ variables, secretVariables });
  const ifAny = (value: object) => (Object.keys(value).length === 0 ? undefined : value);
  const deployment: Variable = { variable: "DEPLOYMENT_ID" };
  const deploy: Command = {
    service: "apigatewayv2",
    operation: "create-deployment",
    options: optionsOf({ apiId: [api] }, new Map()),
    capture: { variable: deployment.variable, query: "DeploymentId" },
  };
  const input = {
    apiId: [api],
    stageName,
    ...(autoDeploy ? { autoDeploy } : { deploymentId: [deployment] }),
    description,
    accessLogSettings,
    clientCertificateId,
    defaultRouteSettings: ifAny(defaultRouteSettings),
    routeSettings: ifAny(routeSettings),
    stageVariables,
  };
  const create: Command = { service: "apigatewayv2", operation: "create-stage", options: optionsOf(wireMembers(input), new Map()) };
  return { known: new Map([[api.variable, apiId]]), asked, commands: [...(autoDeploy ? [] : [deploy]), create] };
}
