"use client";
import { PlugZap } from "lucide-react";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { QueryState } from "@/components/ui/query-state";
import { formatMs } from "@/lib/client/format";
import type { BackendStep, StageDetail } from "@/lib/client/operations";
import type { Integration } from "@/lib/definition/rest-api";
import { targetOf } from "./aws-uri";
import { resolveForStages } from "./resolve-for-stages";

type Props = { apiId: string; integration: Integration };

/** What the address is on every stage, which variables it lacks there, and whether it can be reached. */
export function StageValues({ apiId, integration }: Props) {
  const stages = useOperation("listStages", { apiId });
  return (
    <section aria-label="Address per stage" className="flex flex-col gap-2">
      <h3 className="font-medium">Per stage</h3>
      <QueryState query={stages} what="the stages">
        {(list) => <Values apiId={apiId} integration={integration} stages={list} />}
      </QueryState>
    </section>
  );
}

function Values({ apiId, integration, stages }: Props & { stages: readonly StageDetail[] }) {
  const resolved = resolveForStages(targetOf(integration.uri ?? ""), stages);
  const missing = resolved.filter((each) => each.missing.length > 0);
  const canCheck = integration.type.startsWith("HTTP") && integration.connectionType !== "VPC_LINK";
  return (
    <>
      {missing.map(({ stageName, missing: names }) => (
        <Alert key={stageName} tone="warn" title={`${stageName} has no value for ${names.join(", ")}.`}>
          The method would answer 500 there.
        </Alert>
      ))}
      {resolved.length === 0 ? (
        <p className="text-muted text-sm">The API is on no stage yet; variables have no values.</p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line">
          {resolved.map(({ stageName, address, missing: names, hasSecret }) => (
            <li key={stageName} className="flex flex-col gap-1 px-2.5 py-1.5">
              <span className="flex min-w-0 items-center gap-2">
                <span className="w-20 shrink-0 truncate font-medium">{stageName}</span>
                <code className="min-w-0 flex-1 break-all text-sm">{address}</code>
                {names.length > 0 ? <Badge tone="warn">incomplete</Badge> : null}
                {hasSecret ? <Badge tone="neutral">secret</Badge> : null}
              </span>
              {canCheck && names.length === 0 && !hasSecret && address !== "" ? (
                <CheckTarget
                  apiId={apiId}
                  stageName={stageName}
                  url={address}
                  skips={integration.tlsConfig?.insecureSkipVerification ?? false}
                />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {canCheck && resolved.length === 0 && integration.uri && !integration.uri.includes("${") ? (
        <CheckTarget apiId={apiId} stageName="" url={integration.uri} skips={integration.tlsConfig?.insecureSkipVerification ?? false} />
      ) : null}
    </>
  );
}

type CheckProps = { apiId: string; stageName: string; url: string; skips: boolean };

function CheckTarget({ apiId, stageName, url, skips }: CheckProps) {
  const { canTest } = useUser();
  const check = useWrite("checkIntegrationTarget");
  const [checked, setChecked] = useState<{ url: string; steps: BackendStep[] }>();
  if (!canTest) return null;
  // A sample takes the place of path parameters, so that there is an address to look at.
  const target = url.replace(/\{[^}]+\}/g, "1");
  return (
    <div className="flex flex-col gap-1">
      <Button
        size="sm"
        className="self-start"
        busy={check.isPending}
        aria-label={stageName ? `Check the backend of ${stageName}` : "Check the backend"}
        onClick={() =>
          check.mutate({ apiId, url: target, skipsCertificateCheck: skips }, { onSuccess: ({ steps }) => setChecked({ url, steps }) })
        }
      >
        <PlugZap aria-hidden /> Check
      </Button>
      {check.error ? (
        <Alert tone="error" live>
          <code>{check.error.message}</code>
        </Alert>
      ) : null}
      {checked?.url === url ? (
        <ul aria-label="Result of the check" aria-live="polite" className="flex flex-col gap-0.5 text-sm">
          {checked.steps.map(({ name, ok, ms, detail }) => (
            <li key={name} className="flex items-baseline gap-2">
              <Badge tone={ok ? "ok" : "error"}>{ok ? "ok" : "failed"}</Badge>
              <span className="w-16 shrink-0">{name}</span>
              <span className="min-w-0 flex-1 break-all text-muted">{detail}</span>
              <span className="text-muted">{formatMs(ms)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
