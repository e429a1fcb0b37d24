"use client";
import { Rocket } from "lucide-react";
import Link from "next/link";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { StateBadge } from "@/components/stages/stage-cards";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import type { StageState } from "@/lib/client/operations";
import type { V2ApiDetail, V2StageDetail } from "@/lib/client/v2-operations";

/** The stages of an HTTP or WebSocket API with their addresses; those that do not deploy by themselves can be deployed to. */
export function V2StageList({ api }: { api: V2ApiDetail }) {
  if (api.stages.length === 0) {
    return (
      <div className="rounded-md border border-line border-dashed">
        <EmptyState title="No stage yet" icon={<Rocket />}>
          A stage is where clients call the API.
        </EmptyState>
      </div>
    );
  }
  const settings = new Map(api.stageSettings.map((each) => [each.stageName, each]));
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-raised">
      {api.stages.map((stage) => (
        <StageRow key={stage.stageName} api={api} stage={stage} settings={settings.get(stage.stageName)} />
      ))}
    </ul>
  );
}

function StageRow({ api, stage, settings }: { api: V2ApiDetail; stage: StageState; settings: V2StageDetail | undefined }) {
  const isServed = stage.deploymentId !== "";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <Link href={`/apis/${api.id}/stages/${encodeURIComponent(stage.stageName)}`} className="min-w-28 font-semibold hover:text-accent">
        {stage.stageName}
      </Link>
      {isServed ? <StateBadge stage={stage} /> : <Badge>not deployed</Badge>}
      {settings?.settings.autoDeploy ? <Badge title="Every change is served at once">deploys by itself</Badge> : null}
      <span className="flex min-w-0 flex-1 items-center gap-1">
        <code className="truncate text-muted">{stage.invokeUrl}</code>
        <CopyButton text={stage.invokeUrl} label={`Copy the address of ${stage.stageName}`} />
      </span>
      {isServed ? <code className="text-muted text-xs">{stage.deploymentId}</code> : null}
      {settings?.settings.autoDeploy === false && (!isServed || stage.changes > 0) ? (
        <DeployButton api={api} stageName={stage.stageName} />
      ) : null}
      {settings?.settings.lastDeploymentStatusMessage ? (
        <p className="w-full text-muted text-sm">{settings.settings.lastDeploymentStatusMessage}</p>
      ) : null}
    </li>
  );
}

function DeployButton({ api, stageName }: { api: V2ApiDetail; stageName: string }) {
  const { canDeploy } = useUser();
  const { offer } = useUndo();
  const deploy = useWrite("deployV2Api", {
    onSuccess: ({ revision }) => offer(`${stageName} serves the draft of ${api.name}`, revision),
    onError: (error) => void toast.error(`Could not deploy to ${stageName}.`, { description: error.message }),
  });
  if (!canDeploy) return null;
  return (
    <Button size="sm" busy={deploy.isPending} onClick={() => deploy.mutate({ apiId: api.id, stageName })}>
      <Rocket aria-hidden /> Deploy
    </Button>
  );
}
