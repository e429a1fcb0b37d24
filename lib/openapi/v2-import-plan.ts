import type { Route, V2ApiSettings, V2Authorizer, V2Integration } from "../definition/v2-api.ts";
import type { ImportWarning } from "./import-plan.ts";

/** A route of a document: what belongs to rows of its own is named, not identified. */
export type PlannedRoute = Pick<Route, "routeKey" | "authorizationType" | "apiKeyRequired"> &
  Partial<Pick<Route, "authorizationScopes" | "operationName">> & {
    authorizerName?: string;
    /** Place of its integration in the plan. */
    integration?: number;
  };

/** What a document says an HTTP API is; pure data, applied by a service. */
export type V2ImportPlan = {
  settings: Partial<V2ApiSettings> & { name: string };
  routes: PlannedRoute[];
  integrations: Partial<Omit<V2Integration, "integrationId">>[];
  authorizers: Omit<V2Authorizer, "authorizerId">[];
  warnings: ImportWarning[];
};
