import type { ReactNode } from "react";
import { reasonSentences } from "@/components/trace/reasons";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import type { AuthorizerTest } from "@/lib/client/access-operations";
import { formatMs } from "@/lib/client/format";

/** `children` are more facts, as rows of the list. */
type Props = { test: AuthorizerTest; passes: string; children?: ReactNode };

/** What the authorizer said: who calls, with what context, and what it would be kept under. */
export function AuthorizerDecision({ test, passes, children }: Props) {
  const { clientStatus, latency, principalId, context, claims, policy, reason, evidence = {}, log } = test;
  return (
    <section aria-label="Decision" className="flex flex-col gap-3" aria-live="polite">
      {clientStatus === 0 ? (
        <Alert tone="ok" title={passes}>
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
      <dl className="grid empty:hidden grid-cols-[120px_1fr] gap-x-3 gap-y-1.5 rounded-md border border-line bg-raised p-4">
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
        {children}
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

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="col-span-2 grid grid-cols-subgrid">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-all font-mono text-sm">{children}</dd>
    </div>
  );
}

function readable(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    // The service shows what the function gave, whatever it is.
    return json;
  }
}
