import { Badge } from "@/components/ui/badge";
import type { V2Authorizer } from "@/lib/definition/v2-api";

const decidesBy = ({ jwtConfiguration, authorizerUri }: V2Authorizer) =>
  jwtConfiguration === undefined
    ? (authorizerUri ?? "")
    : [jwtConfiguration.issuer, jwtConfiguration.audience?.join(", ")].filter((part) => part !== undefined).join(" for ");

/** Who decides over the callers of routes, and from what. */
export function AuthorizerTable({ authorizers }: { authorizers: readonly V2Authorizer[] }) {
  return (
    <div className="overflow-x-auto rounded-md border border-line bg-raised">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="h-9 border-line border-b text-muted text-sm [&_th]:px-3 [&_th]:font-medium">
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Identity source</th>
            <th scope="col">Issuer or function</th>
          </tr>
        </thead>
        <tbody>
          {authorizers.map((each) => (
            <tr key={each.authorizerId} className="h-10 border-line border-b last:border-b-0 [&_td]:px-3">
              <td className="font-medium">{each.name}</td>
              <td>
                <Badge>{each.authorizerType}</Badge>
              </td>
              <td>
                <code className="text-muted">{each.identitySource.join(", ")}</code>
              </td>
              <td className="max-w-96">
                <code className="block truncate text-muted" title={decidesBy(each)}>
                  {decidesBy(each)}
                </code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
