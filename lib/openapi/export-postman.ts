import type { Method, RestApiDefinition } from "../definition/rest-api.ts";
import type { V2ApiDefinition } from "../definition/v2-api.ts";

/** What a collection is made of. */
export type PostmanInput = {
  definition: RestApiDefinition | V2ApiDefinition;
  /** The address of the stage that is called, without a slash at its end. */
  baseUrl: string;
  region: string;
  /** A body that fits a model. */
  sampleOf: (modelName: string) => string | undefined;
};

type Parameter = { name: string; isRequired: boolean };
type Request = {
  verb: string;
  path: string;
  name: string;
  headers: Parameter[];
  query: Parameter[];
  body?: string | undefined;
  needsKey: boolean;
  isSigned: boolean;
};

const schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/** A Postman collection (format 2.1) with a request for each method or route; keys and tokens are variables that are empty. */
export function exportPostman(input: PostmanInput): Record<string, unknown> {
  const { definition, baseUrl } = input;
  const requests = definition.kind === "REST" ? restRequests(definition, input) : httpRequests(definition);
  const { name, description } = definition.settings;
  const variables = { baseUrl, apiKey: "", authorization: "", accessKeyId: "", secretAccessKey: "", sessionToken: "" };
  return {
    info: { name, ...(description === undefined ? {} : { description }), schema },
    item: folders(requests, input.region),
    variable: Object.entries(variables).map(([key, value]) => ({ key, value })),
  };
}

/** One folder for each first part of a path. */
function folders(requests: readonly Request[], region: string): unknown[] {
  const byPart = new Map<string, Request[]>();
  for (const request of requests) {
    const part = `/${request.path.split("/")[1] ?? ""}`;
    byPart.set(part, [...(byPart.get(part) ?? []), request]);
  }
  return [...byPart].map(([name, inside]) => ({ name, item: inside.map((request) => itemOf(request, region)) }));
}

function itemOf({ verb, path, name, headers, query, body, needsKey, isSigned }: Request, region: string): unknown {
  const key = needsKey ? [{ key: "x-api-key", value: "{{apiKey}}" }] : [];
  const type = body === undefined ? [] : [{ key: "Content-Type", value: "application/json" }];
  const own = headers.map((header) => valued(header));
  return {
    name,
    request: {
      // Any verb is answered there; one has to be sent.
      method: verb === "ANY" ? "GET" : verb,
      header: [...key, ...type, ...own],
      url: urlOf(path, query),
      ...(body === undefined ? {} : { body: { mode: "raw", raw: body, options: { raw: { language: "json" } } } }),
      ...(isSigned ? { auth: signature(region) } : {}),
    },
    response: [],
  };
}

function valued({ name, isRequired }: Parameter) {
  const value = credentialNames.test(name) ? "{{authorization}}" : "";
  return { key: name, value, ...(isRequired ? {} : { disabled: true }) };
}

/** What callers prove themselves with is a variable of the collection. */
const credentialNames = /^(?:authorization|auth|token|x-auth-token)$/i;

function urlOf(path: string, query: readonly Parameter[]) {
  const parts = path.split("/").filter((part) => part !== "");
  const names = parts.flatMap((part) => /^\{(.+?)\+?\}$/.exec(part)?.[1] ?? []);
  const shown = parts.map((part) => part.replace(/^\{(.+?)\+?\}$/, ":$1"));
  const asked = query.filter(({ isRequired }) => isRequired).map(({ name }) => `${name}=`);
  return {
    raw: `{{baseUrl}}/${shown.join("/")}${asked.length === 0 ? "" : `?${asked.join("&")}`}`,
    host: ["{{baseUrl}}"],
    path: shown,
    ...(query.length === 0 ? {} : { query: query.map((each) => valued(each)) }),
    ...(names.length === 0 ? {} : { variable: names.map((key) => ({ key, value: "" })) }),
  };
}

function signature(region: string) {
  const values = {
    accessKey: "{{accessKeyId}}",
    secretKey: "{{secretAccessKey}}",
    sessionToken: "{{sessionToken}}",
    region,
    service: "execute-api",
  };
  return { type: "awsv4", awsv4: Object.entries(values).map(([key, value]) => ({ key, value, type: "string" })) };
}

function restRequests({ resources, authorizers }: RestApiDefinition, { sampleOf }: PostmanInput): Request[] {
  return resources.flatMap(({ path, resourceMethods }) =>
    Object.values(resourceMethods).map((method) => {
      const authorizer = authorizers.find(({ id }) => id === method.authorizerId);
      const sources =
        method.authorizationType === "CUSTOM" || authorizer !== undefined ? (authorizer?.identitySource ?? "").split(",") : [];
      const places = [
        ...Object.entries(method.requestParameters ?? {}),
        ...sources.map((source): [string, boolean] => [source.trim(), true]),
      ];
      return {
        ...{ verb: method.httpMethod, path, name: method.operationName ?? `${method.httpMethod} ${path}` },
        ...{ headers: parametersIn(places, /^method\.request\.header\.(.+)$/), query: parametersIn(places, queryPattern) },
        body: bodyOf(method, sampleOf),
        ...{ needsKey: method.apiKeyRequired, isSigned: method.authorizationType === "AWS_IAM" },
      };
    }),
  );
}

const queryPattern = /^method\.request\.(?:multivalue)?querystring\.(.+)$/;

/** Each name once; a parameter that is required anywhere is required. */
function parametersIn(places: readonly (readonly [string, boolean])[], pattern: RegExp): Parameter[] {
  const found = new Map<string, boolean>();
  for (const [source, isRequired] of places) {
    const name = pattern.exec(source)?.[1];
    if (name !== undefined) found.set(name, isRequired || found.get(name) === true);
  }
  return [...found].map(([name, isRequired]) => ({ name, isRequired }));
}

function bodyOf({ requestModels = {}, httpMethod }: Method, sampleOf: PostmanInput["sampleOf"]): string | undefined {
  const [, model] = Object.entries(requestModels).find(([type]) => /json/i.test(type)) ?? [];
  if (httpMethod === "GET" || httpMethod === "HEAD") return undefined;
  return model === undefined ? undefined : sampleOf(model);
}

function httpRequests({ routes, authorizers }: V2ApiDefinition): Request[] {
  return routes.map(({ routeKey, operationName, authorizerId, authorizationType, apiKeyRequired }) => {
    const [verb = "ANY", path = "/"] = routeKey === "$default" ? [] : routeKey.split(" ");
    const sources = authorizers.find((each) => each.authorizerId === authorizerId)?.identitySource ?? [];
    const places = sources.map((source): [string, boolean] => [source, true]);
    return {
      ...{ verb, path, name: operationName ?? routeKey },
      headers: parametersIn(places, /^\$request\.header\.(.+)$/),
      query: parametersIn(places, /^\$request\.querystring\.(.+)$/),
      ...{ needsKey: apiKeyRequired, isSigned: authorizationType === "AWS_IAM" },
    };
  });
}
