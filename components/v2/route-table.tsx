import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { sortRoutes } from "@/lib/definition/route-key";
import type { Route, V2ApiDefinition, V2Integration } from "@/lib/definition/v2-api";
import { RouteLabel } from "./route-label";

const head = "h-9 border-line border-b text-muted text-sm [&_th]:px-3 [&_th]:font-medium";
const row = "h-10 border-line border-b last:border-b-0 [&_td]:px-3 [&_td]:py-1";

/** Every route with who may call it and where it leads. */
export function RouteTable({ definition }: { definition: V2ApiDefinition }) {
  const integrations = new Map(definition.integrations.map((each) => [`integrations/${each.integrationId}`, each]));
  const authorizers = new Map(definition.authorizers.map((each) => [each.authorizerId, each.name]));
  return (
    <div className="overflow-x-auto rounded-md border border-line bg-raised">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className={head}>
            <th scope="col">Route</th>
            <th scope="col">Authorization</th>
            <th scope="col">Integration</th>
            <th scope="col">Target</th>
          </tr>
        </thead>
        <tbody>
          {sortRoutes(definition.routes).map((each) => {
            const integration = integrations.get(each.target ?? "");
            return (
              <tr key={each.routeId} className={row}>
                <td>
                  <Link
                    href={`/apis/${definition.apiId}/routes?route=${encodeURIComponent(each.routeKey)}`}
                    className="flex hover:text-accent"
                  >
                    <RouteLabel routeKey={each.routeKey} />
                  </Link>
                </td>
                <td>
                  <div className="flex flex-wrap gap-1">
                    <Authorization route={each} authorizer={authorizers.get(each.authorizerId ?? "")} />
                    {each.apiKeyRequired ? <Badge tone="info">API key</Badge> : null}
                  </div>
                </td>
                <td className="whitespace-nowrap">
                  {integration ? <Badge>{kindOf(integration)}</Badge> : <span className="text-muted">none</span>}
                </td>
                <td className="max-w-96">
                  {integration ? (
                    <code className="block truncate text-muted" title={targetOf(integration)}>
                      {targetOf(integration)}
                    </code>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Authorization({ route, authorizer }: { route: Route; authorizer: string | undefined }) {
  if (route.authorizationType === "NONE") return <span className="text-muted">open</span>;
  const scopes = route.authorizationScopes?.join(" ");
  return (
    <Badge tone="accent" {...(scopes ? { title: scopes } : {})}>
      {authorizer === undefined ? route.authorizationType : `${route.authorizationType} · ${authorizer}`}
    </Badge>
  );
}

const kindOf = ({ integrationType, integrationSubtype }: V2Integration) => integrationSubtype ?? integrationType;

const targetOf = ({ integrationMethod, integrationUri, connectionId }: V2Integration) =>
  [integrationMethod, integrationUri, connectionId === undefined ? undefined : `through VPC link ${connectionId}`]
    .filter((part) => part !== undefined)
    .join(" ");
