"use client";
import { ExternalLink, Rocket } from "lucide-react";
import Link from "next/link";
import { ProtectedBadge } from "@/components/approvals/protected-badge";
import { useShell } from "@/components/shell/shell-store";
import { useUser } from "@/components/shell/user";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/lib/client/format";
import type { ApiSummary, StageState } from "@/lib/client/operations";

export function StateBadge({ stage }: { stage: Pick<StageState, "changes"> }) {
  return stage.changes === 0 ? (
    <Badge tone="ok">same as the draft</Badge>
  ) : (
    <Badge tone="warn">{plural(stage.changes, "change")} behind</Badge>
  );
}

/** Every stage of an API with its address and how far it is behind the draft. */
export function StageCards({ api }: { api: ApiSummary }) {
  const { canDeploy } = useUser();
  const setDeploy = useShell((state) => state.setDeploy);
  if (api.stages.length === 0) {
    return (
      <div className="rounded-md border border-line border-dashed">
        <EmptyState
          title="On no stage yet"
          icon={<Rocket />}
          action={
            canDeploy ? (
              <Button look="primary" onClick={() => setDeploy(true)}>
                Deploy
              </Button>
            ) : undefined
          }
        >
          A stage is where clients call the API. Deploying freezes the draft and puts it there.
        </EmptyState>
      </div>
    );
  }
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-raised">
      {api.stages.map((stage) => (
        <li key={stage.stageName} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
          <Link href={`/apis/${api.id}/stages/${encodeURIComponent(stage.stageName)}`} className="min-w-28 font-semibold hover:text-accent">
            {stage.stageName}
          </Link>
          <StateBadge stage={stage} />
          {stage.isProtected ? <ProtectedBadge /> : null}
          <span className="flex min-w-0 flex-1 items-center gap-1">
            <code className="truncate text-muted">{stage.invokeUrl}</code>
            <CopyButton text={stage.invokeUrl} label={`Copy the address of ${stage.stageName}`} />
            <Button asChild look="ghost" size="iconSm">
              <a href={stage.invokeUrl} target="_blank" rel="noreferrer" aria-label={`Open ${stage.stageName} in a new tab`}>
                <ExternalLink />
              </a>
            </Button>
          </span>
          <code className="text-muted text-xs">{stage.deploymentId}</code>
        </li>
      ))}
    </ul>
  );
}
