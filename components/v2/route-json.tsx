import type { Route } from "@/lib/definition/v2-api";
import { routeSchema } from "@/lib/definition/v2-api";
import { EntityJson } from "./entity-json";

type Props = { value: Route; edit: (change: (old: Route) => Route) => void; disabled: boolean };

const ownMembers = ["routeId", "apiGatewayManaged", "routeResponses"] as const;

export function RouteJson(props: Props) {
  return <EntityJson label="Route as JSON" schema={routeSchema} own={ownMembers} {...props} />;
}
