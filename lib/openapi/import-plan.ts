import type { Authorizer, GatewayResponse, Integration, Method, Model, RequestValidator, RestApiSettings } from "../definition/rest-api.ts";

/** A method of a document: what belongs to rows of its own is named, not identified. */
export type PlannedMethod = Omit<Method, "authorizerId" | "requestValidatorId" | "methodIntegration"> & {
  path: string;
  authorizerName?: string;
  requestValidatorName?: string;
  /** Without a cache namespace it gets the id of its resource. */
  methodIntegration?: Omit<Integration, "cacheNamespace"> & { cacheNamespace?: string };
};

export type PlannedPart = {
  location: { type: string; path?: string; method?: string; statusCode?: string; name?: string };
  properties: string;
};

/** What was left out, in the service's words, and of which operation it was: `GET /pets`, or a route key. */
export type ImportWarning = { text: string; operation?: string };

/** What a document says an API is; pure data, applied by a service. */
export type ImportPlan = {
  settings: Partial<RestApiSettings> & { name: string };
  /** Every path of the document, those without methods too; their parents are not listed. */
  paths: string[];
  methods: PlannedMethod[];
  models: Omit<Model, "id">[];
  requestValidators: (Omit<RequestValidator, "id"> & { name: string })[];
  authorizers: Omit<Authorizer, "id">[];
  gatewayResponses: GatewayResponse[];
  documentationParts: PlannedPart[];
  warnings: ImportWarning[];
};
