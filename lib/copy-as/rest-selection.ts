import type { HttpVerb, Method, Resource, RestApiDefinition } from "../definition/rest-api.ts";

/** Which things of an API are copied; what they refer to is named by its id. */
export type RestSelection = {
  api: boolean;
  /** By path. */
  resources: ReadonlySet<string>;
  /** `GET /pets`. */
  methods: ReadonlySet<string>;
  models: ReadonlySet<string>;
  validators: ReadonlySet<string>;
  authorizers: ReadonlySet<string>;
  gatewayResponses: ReadonlySet<string>;
};

export const nothingSelected: RestSelection = {
  api: false,
  resources: new Set(),
  methods: new Set(),
  models: new Set(),
  validators: new Set(),
  authorizers: new Set(),
  gatewayResponses: new Set(),
};

export function methodKey({ path }: Pick<Resource, "path">, { httpMethod }: Pick<Method, "httpMethod">): string {
  return `${httpMethod} ${path}`;
}

export type PlacedMethod = { resource: Resource; method: Method };

export function methodsOf(definition: RestApiDefinition): PlacedMethod[] {
  return definition.resources.flatMap((resource) =>
    (Object.values(resource.resourceMethods) as Method[]).map((method) => ({ resource, method })),
  );
}

export function everything(definition: RestApiDefinition): RestSelection {
  return {
    api: true,
    resources: new Set(definition.resources.map(({ path }) => path)),
    methods: new Set(methodsOf(definition).map(({ resource, method }) => methodKey(resource, method))),
    models: new Set(definition.models.map(({ name }) => name)),
    validators: new Set(definition.requestValidators.map(({ id }) => id)),
    authorizers: new Set(definition.authorizers.map(({ id }) => id)),
    gatewayResponses: new Set(definition.gatewayResponses.map(({ responseType }) => responseType)),
  };
}

/** A definition with nothing but what is selected, and what that refers to. */
export function withSelected(definition: RestApiDefinition, selection: RestSelection): RestApiDefinition {
  const resources = definition.resources.flatMap((resource) => {
    const entries = Object.entries(resource.resourceMethods).filter(([, method]) => selection.methods.has(methodKey(resource, method)));
    const resourceMethods = Object.fromEntries(entries) as Partial<Record<HttpVerb, Method>>;
    return entries.length > 0 || selection.resources.has(resource.path) || resource.path === "/" ? [{ ...resource, resourceMethods }] : [];
  });
  const methods = resources.flatMap(({ resourceMethods }) => Object.values(resourceMethods) as Method[]);
  const models = new Set([...selection.models, ...methods.flatMap(modelNamesOf)]);
  return {
    ...definition,
    resources,
    models: withReferences(definition.models, models),
    requestValidators: definition.requestValidators.filter(
      ({ id }) => selection.validators.has(id) || methods.some((method) => method.requestValidatorId === id),
    ),
    authorizers: definition.authorizers.filter(
      ({ id }) => selection.authorizers.has(id) || methods.some((method) => method.authorizerId === id),
    ),
    gatewayResponses: definition.gatewayResponses.filter(({ responseType }) => selection.gatewayResponses.has(responseType)),
  };
}

function modelNamesOf({ requestModels, methodResponses }: Method): string[] {
  const ofResponses = Object.values(methodResponses ?? {}).map(({ responseModels }) => responseModels);
  return [requestModels, ...ofResponses].flatMap((models) => Object.values(models ?? {}));
}

/** Models by name, and those that their schemas refer to. */
function withReferences(models: RestApiDefinition["models"], names: ReadonlySet<string>): RestApiDefinition["models"] {
  const wanted = new Set(names);
  for (let size = -1; size !== wanted.size; ) {
    size = wanted.size;
    for (const { name, schema = "" } of models) {
      if (wanted.has(name)) for (const [, other = ""] of schema.matchAll(/\/models\/([A-Za-z0-9]+)"/g)) wanted.add(other);
    }
  }
  return models.filter(({ name }) => wanted.has(name));
}
