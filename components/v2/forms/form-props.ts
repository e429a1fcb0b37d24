import type { Route, V2ApiDefinition, V2Integration } from "@/lib/definition/v2-api";

type Shared = { apiId: string; definition: V2ApiDefinition; disabled: boolean };

/** Which maps updates merge entry by entry; the others are replaced. */
export const routeMaps = ["requestParameters"] as const;
export const integrationMaps = ["requestParameters", "responseParameters"] as const;

export type RouteFormProps = Shared & { route: Route; edit: (change: (old: Route) => Route) => void };
export type IntegrationFormProps = Shared & {
  integration: V2Integration;
  edit: (change: (old: V2Integration) => V2Integration) => void;
};
