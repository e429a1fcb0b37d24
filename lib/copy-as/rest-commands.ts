import type { Integration, Method, Model, Resource, RestApiDefinition } from "../definition/rest-api.ts";
import { type Command, optionsOf, type Substitutes, type Variable, variableName } from "./command.ts";
import type { Script } from "./render-aws-cli.ts";
import { methodKey, methodsOf, type RestSelection } from "./rest-selection.ts";

export type RestCopy = {
  definition: RestApiDefinition;
  selection: RestSelection;
  /** Models that a new API has. */
  defaultModels: readonly Omit<Model, "id">[];
  documentationParts?: readonly { location: object; properties: string }[];
};

/** Variables for the ids of an API and of what it has. */
export type RestNames = { api: Variable; root: Variable; ids: Substitutes; known: Map<string, string> };

export function nameRest(definition: RestApiDefinition): RestNames {
  const known = new Map<string, string>();
  const ids = new Map<string, Variable>();
  const add = (id: string, ...words: string[]): Variable => {
    const variable = { variable: variableName(new Set(known.keys()), ...words) };
    known.set(variable.variable, id);
    ids.set(id, variable);
    return variable;
  };
  const api = add(definition.apiId, "rest", "api", "id");
  let root = api;
  for (const { id, path } of definition.resources) {
    const variable = add(id, "resource", path === "/" ? "root" : path);
    if (path === "/") root = variable;
  }
  for (const { id, name } of definition.requestValidators) add(id, "validator", name ?? id);
  for (const { id, name } of definition.authorizers) add(id, "authorizer", name);
  return { api, root, ids, known };
}

/** Commands that make what is selected of an API; run on an empty installation, all of an API makes an equal one. */
export function restScript(copy: RestCopy): Script {
  const names = nameRest(copy.definition);
  return { known: names.known, commands: restCommands(copy, names) };
}

export function restCommands(copy: RestCopy, names: RestNames): Command[] {
  const { definition, selection, documentationParts = [] } = copy;
  const make = commandMaker(names);
  const resources = definition.resources.filter(({ path, parentId }) => selection.resources.has(path) && parentId !== undefined);
  return [
    ...(selection.api ? apiCommands(copy, names) : []),
    ...definition.models
      .filter(({ name }) => selection.models.has(name) && !(selection.api && isDefault(copy, name)))
      .map((model) => createModel(model, make)),
    ...definition.requestValidators
      .filter(({ id }) => selection.validators.has(id))
      .map(({ id, ...validator }) => make("create-request-validator", validator, id)),
    ...definition.authorizers
      .filter(({ id }) => selection.authorizers.has(id))
      .map(({ id, ...authorizer }) => make("create-authorizer", authorizer, id)),
    ...definition.gatewayResponses
      .filter(({ responseType }) => selection.gatewayResponses.has(responseType))
      .map((response) => make("put-gateway-response", response)),
    // A definition has its resources by path: parents come first.
    ...resources.map(({ id, parentId = "", pathPart }) => make("create-resource", { parentId, pathPart }, id)),
    ...methodsOf(definition)
      .filter(({ resource, method }) => selection.methods.has(methodKey(resource, method)))
      .flatMap(({ resource, method }) => methodCommands(resource, method, make)),
    ...documentationParts.map((part) => make("create-documentation-part", part)),
  ];
}

export type Make = (operation: string, input: Readonly<Record<string, unknown>>, id?: string) => Command;

/** Makes calls about an API; the id of what is created goes to its variable. */
export function commandMaker({ api, ids }: RestNames): Make {
  return (operation, input, id) => {
    const variable = id === undefined ? undefined : ids.get(id);
    return {
      service: "apigateway",
      operation,
      options: optionsOf({ restApiId: [api], ...input }, ids),
      ...(variable === undefined ? {} : { capture: { variable: variable.variable, query: "id" } }),
    };
  };
}

function apiCommands({ definition, defaultModels }: RestCopy, names: RestNames): Command[] {
  const make = commandMaker(names);
  const { policy, ...settings } = definition.settings;
  const create: Command = {
    service: "apigateway",
    operation: "create-rest-api",
    options: optionsOf({ ...settings, policy }, new Map()),
    capture: { variable: names.api.variable, query: "id" },
  };
  const root: Command = {
    ...make("get-resources", {}),
    capture: { variable: names.root.variable, query: "items[?path=='/'].id" },
  };
  const others = defaultModels.filter(({ name }) => !isDefault({ definition, defaultModels }, name));
  return [create, root, ...others.map(({ name }) => make("delete-model", { modelName: name }))];
}

/** Whether an API has a model as every new one does. */
function isDefault({ definition, defaultModels }: Pick<RestCopy, "definition" | "defaultModels">, name: string): boolean {
  const own = definition.models.find((model) => model.name === name);
  const standard = defaultModels.find((model) => model.name === name);
  return (
    own !== undefined &&
    standard !== undefined &&
    own.schema === standard.schema &&
    own.contentType === standard.contentType &&
    own.description === standard.description
  );
}

function createModel({ id: _, ...model }: Model, make: Make): Command {
  return make("create-model", model);
}

export function methodCommands({ id: resourceId }: Resource, method: Method, make: Make): Command[] {
  const { httpMethod, methodResponses, methodIntegration, ...members } = method;
  const key = { resourceId, httpMethod };
  return [
    make("put-method", { ...key, ...members }),
    ...Object.values(methodResponses ?? {}).map((response) => make("put-method-response", { ...key, ...response })),
    ...(methodIntegration === undefined ? [] : integrationCommands(key, methodIntegration, make)),
  ];
}

function integrationCommands(key: { resourceId: string; httpMethod: string }, integration: Integration, make: Make): Command[] {
  const {
    httpMethod: integrationHttpMethod,
    cacheNamespace,
    cacheKeyParameters,
    integrationResponses,
    requestTemplates,
    ...members
  } = integration;
  const { type, ...others } = members;
  return [
    make("put-integration", {
      ...key,
      type,
      integrationHttpMethod,
      ...others,
      requestTemplates: textsOf(requestTemplates),
      // The resource's own id is what the service fills in.
      cacheNamespace: cacheNamespace === key.resourceId ? undefined : cacheNamespace,
      cacheKeyParameters: cacheKeyParameters.length === 0 ? undefined : cacheKeyParameters,
    }),
    ...Object.values(integrationResponses ?? {}).map(({ responseTemplates, ...response }) =>
      make("put-integration-response", { ...key, ...response, responseTemplates: textsOf(responseTemplates) }),
    ),
  ];
}

function textsOf(templates: Readonly<Record<string, string | null>> | undefined): Record<string, string> | undefined {
  return templates === undefined ? undefined : Object.fromEntries(Object.entries(templates).map(([type, text]) => [type, text ?? ""]));
}
