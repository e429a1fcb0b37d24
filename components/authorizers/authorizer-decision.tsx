import type { ReactNode } from "react";
import { reasonSentences } from "@/components/trace/reasons";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import type { AuthorizerTest, DescribedRequest, ListedAuthorizer } from "@/lib/client/access-operations";
import { formatMs } from "@/lib/client/format";

type Props = { authorizer: ListedAuthorizer; test: AuthorizerTest; request: DescribedRequest };

/** What the authorizer said: who calls, with what context, and what it would be kept under. */
export function AuthorizerDecision({ authorizer, test, request }: Props) {
  const { clientStatus, latency, principalId, context, claims, policy, reason, evidence = {}, log } = test;
  return (
    <section aria-label="Decision" className="flex flex-col gap-3" aria-live="polite">
      {clientStatus === 0 ? (
        <Alert tone="ok" title={principalId === undefined ? "The token is good." : `The function answered for ${principalId}.`}>
          {formatMs(latency)}
        </Alert>
      ) : (
        <Alert tone="warn" title={`A client gets ${clientStatus}. ${reason ? reasonSentences[reason](evidence) : ""}`}>
          <span className="flex flex-wrap gap-1.5 pt-1">
            {reason ? <Badge>{reason}</Badge> : null}
            {Object.entries(evidence).map(([name, value]) => (
              <span key={name} className="break-all text-muted text-sm">
                {name} <code>{value}</code>
              </span>
            ))}
          </span>
        </Alert>
      )}
      <dl className="grid grid-cols-[120px_1fr] gap-x-3 gap-y-1.5 rounded-md border border-line bg-raised p-4">
        {principalId === undefined ? null : <Fact name="Principal">{principalId}</Fact>}
        {Object.entries(context ?? {}).map(([name, value]) => (
          <Fact key={name} name={`Context ${name}`}>
            {value}
          </Fact>
        ))}
        {Object.entries(claims ?? {}).map(([name, value]) => (
          <Fact key={name} name={`Claim ${name}`}>
            {value}
          </Fact>
        ))}
        <CacheFacts authorizer={authorizer} request={request} />
      </dl>
      {policy === undefined ? null : (
        <figure className="flex flex-col gap-1">
          <figcaption className="font-medium">Policy</figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
          <pre tabIndex={0} className="max-h-80 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-sm">
            {readable(policy)}
          </pre>
        </figure>
      )}
      <details className="rounded-md border border-line bg-raised p-3">
        <summary className="font-medium">Log lines</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
        <pre tabIndex={0} className="mt-2 max-h-60 overflow-auto font-mono text-sm">
          {log}
        </pre>
      </details>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="col-span-2 grid grid-cols-subgrid">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-all font-mono text-sm">{children}</dd>
    </div>
  );
}

function CacheFacts({ authorizer, request }: Pick<Props, "authorizer" | "request">) {
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

function readable(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    // The service shows what the function gave, whatever it is.
    return json;
  }
}
