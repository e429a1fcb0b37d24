import type { DescribedRequest, ListedAuthorizer } from "@/lib/client/access-operations";
import { Fact } from "./authorizer-decision";

type CacheProps = { authorizer: ListedAuthorizer; request: DescribedRequest };

/** How long an answer is kept, and under what. */
export function CacheFacts({ authorizer, request }: CacheProps) {
  const ttl = authorizer.authorizerResultTtlInSeconds ?? 300;
  if (authorizer.type === "COGNITO_USER_POOLS") return null;
  if (ttl === 0) return <Fact name="Cache">off: every call asks the function</Fact>;
  const sources = (authorizer.identitySource ?? "").split(",").map((source) => source.trim());
  return (
    <>
      <Fact name="Cached for">{ttl} s on each stage; this test keeps nothing</Fact>
      <Fact name="Cache key">{sources.map((source) => `${source} = ${sourceValue(source, request)}`).join("\n")}</Fact>
    </>
  );
}

/** The value that a source has in the described request, as far as it can be told here. */
function sourceValue(source: string, { headers, pathWithQueryString, stageVariables }: DescribedRequest): string {
  const [, place, name = ""] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === "header") return headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] || "(missing)";
  if (place === "querystring") return new URLSearchParams(pathWithQueryString.split("?")[1] ?? "").get(name) || "(missing)";
  const variable = /^stageVariables\.(.+)$/.exec(source)?.[1];
  return variable === undefined ? "(of the call)" : (stageVariables[variable] ?? "(missing)");
}
