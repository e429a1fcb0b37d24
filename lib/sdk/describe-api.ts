import type { Authorizer, Method, Model, Resource, RestApiDefinition } from "../definition/rest-api.ts";
import { type SdkShape, shapeOf } from "./sdk-shape.ts";

/** An API as its SDKs see it, in no language yet. */
export type SdkApi = {
  title: string;
  version: string;
  stageName: string;
  region: string;
  /** The stage's address. */
  endpoint: string;
  models: readonly SdkModel[];
  operations: readonly SdkOperation[];
};

export type SdkModel = { name: string; description: string; shape: SdkShape };

export type SdkOperation = {
  /** What its author called it, or what is made of its method and path. */
  name: string;
  httpMethod: string;
  path: string;
  parameters: readonly SdkParameter[];
  body?: { contentType: string; shape: SdkShape };
  /** What the first answer of 2xx has. */
  answer: SdkShape;
  needsApiKey: boolean;
  /** Signature Version 4. */
  isSigned: boolean;
  /** The header in which an authorizer looks for a token. */
  tokenHeader?: string;
};

export type SdkParameter = { name: string; place: "path" | "query" | "header" | "method"; required: boolean };

export type SdkSource = { definition: RestApiDefinition; stageName: string; region: string; endpoint: string };

/** Reads what an SDK needs of a definition; what acts behind it, and every secret, stays out. */
export function describeApi({ definition, stageName, region, endpoint }: SdkSource): SdkApi {
  const known = new Set(definition.models.map(({ name }) => name));
  return {
    title: definition.settings.name,
    version: definition.settings.version ?? "",
    stageName,
    region,
    endpoint,
    models: definition.models.map((model) => describeModel(model, known)),
    operations: definition.resources.flatMap((resource) =>
      Object.values(resource.resourceMethods).map((method) => describeOperation(resource, method, { definition, known })),
    ),
  };
}

function describeModel({ name, description = "", schema = "{}" }: Model, known: ReadonlySet<string>): SdkModel {
  return { name, description, shape: shapeOf(parseSchema(schema), known) };
}

/** Schemas were checked when they were stored; those of old documents may be anything. */
function parseSchema(schema: string): unknown {
  try {
    return JSON.parse(schema);
  } catch {
    return {};
  }
}

type Context = { definition: RestApiDefinition; known: ReadonlySet<string> };

function describeOperation({ path }: Resource, method: Method, { definition, known }: Context): SdkOperation {
  const { httpMethod, operationName, apiKeyRequired, authorizationType, authorizerId } = method;
  const tokenHeader = tokenHeaderOf(definition.authorizers.find(({ id }) => id === authorizerId));
  const verb = httpMethod === "ANY" ? [{ name: "httpMethod", place: "method", required: true } as const] : [];
  const body = describeBody(method, known);
  return {
    name: operationName ?? `${path === "/" ? "root" : path} ${httpMethod.toLowerCase()}`,
    httpMethod,
    path,
    parameters: [...verb, ...describeParameters(path, method)],
    ...(body === undefined ? {} : { body }),
    answer: describeAnswer(method, known),
    needsApiKey: apiKeyRequired,
    isSigned: authorizationType === "AWS_IAM",
    ...(tokenHeader === undefined ? {} : { tokenHeader }),
  };
}

const places = { path: "path", querystring: "query", header: "header" } as const;

/** The variables of the path, then what the method names; several values of one name are one parameter. */
function describeParameters(path: string, { requestParameters = {} }: Method): SdkParameter[] {
  const variables = [...path.matchAll(/\{([^}]+?)\+?\}/g)].map(([, name = ""]) => ({ name, place: "path", required: true }) as const);
  const named = Object.entries(requestParameters).flatMap(([key, required]) => {
    const [, kind = "", name = ""] = /^method\.request\.(?:multivalue)?(querystring|header)\.(.+)$/s.exec(key) ?? [];
    return kind === "querystring" || kind === "header" ? [{ name, place: places[kind], required }] : [];
  });
  const byPlace = new Map<string, SdkParameter>();
  for (const parameter of [...variables, ...named]) byPlace.set(`${parameter.place} ${parameter.name}`, parameter);
  return [...byPlace.values()];
}

const bodiless: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

function describeBody({ httpMethod, requestModels = {} }: Method, known: ReadonlySet<string>): SdkOperation["body"] {
  const [first] = Object.entries(requestModels).sort(([a], [b]) => Number(isJson(b)) - Number(isJson(a)));
  if (first !== undefined) return { contentType: first[0], shape: modelNamed(first[1], known) };
  return bodiless.has(httpMethod) ? undefined : { contentType: "application/json", shape: { kind: "any" } };
}

function describeAnswer({ methodResponses = {} }: Method, known: ReadonlySet<string>): SdkShape {
  const [status] = Object.keys(methodResponses)
    .filter((each) => each.startsWith("2"))
    .sort();
  const models = Object.entries(methodResponses[status ?? ""]?.responseModels ?? {});
  const json = models.find(([type]) => isJson(type));
  return json === undefined ? { kind: "any" } : modelNamed(json[1], known);
}

function isJson(contentType: string): boolean {
  return /[/+]json\b/i.test(contentType);
}

function modelNamed(name: string, known: ReadonlySet<string>): SdkShape {
  return known.has(name) ? { kind: "model", name } : { kind: "any" };
}

function tokenHeaderOf(authorizer: Authorizer | undefined): string | undefined {
  return /method\.request\.header\.([\w-]+)/.exec(authorizer?.identitySource ?? "")?.[1];
}
