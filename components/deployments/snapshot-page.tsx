"use client";
import { GitCompare, Rocket, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { draftSide } from "@/components/diff/comparison";
import { useUser } from "@/components/shell/user";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";
import { SnapshotBrowser } from "./snapshot-browser";

const PromoteDialog = lazyPart(() => import("./promote-dialog").then((loaded) => loaded.PromoteDialog));
const RestoreDialog = lazyPart(() => import("./restore-dialog").then((loaded) => loaded.RestoreDialog));

type Props = { apiId: string; deploymentId: string };

/** What a deployment froze: read, called, compared, promoted, and brought back to the draft. */
export function SnapshotPage({ apiId, deploymentId }: Props) {
  const { canDeploy, canWrite } = useUser();
  const definition = useOperation("getDefinition", { apiId, of: { deploymentId } }, { staleMs: Number.POSITIVE_INFINITY });
  const deployments = useOperation("listDeployments", { apiId });
  const stages = useOperation("listStages", { apiId }, { enabled: canDeploy });
  const [dialog, setDialog] = useState<"promote" | "restore">();
  const deployment = deployments.data?.find(({ id }) => id === deploymentId);
  const isElsewhere = (stages.data ?? []).some((stage) => stage.deploymentId !== deploymentId);
  const compare = new URLSearchParams({ from: deploymentId, to: draftSide });
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-line border-b bg-raised px-4 py-2">
        <div className="mr-auto min-w-0">
          <h1 className="flex flex-wrap items-center gap-2 text-lg">
            Deployment <code>{deploymentId}</code>
            {deployment?.stages.map((stage) => (
              <Link key={stage} href={`/apis/${apiId}/stages/${encodeURIComponent(stage)}`}>
                <Badge tone="accent">{stage}</Badge>
              </Link>
            ))}
          </h1>
          <p className="truncate text-muted text-sm">
            Read-only: this was frozen
            {deployment ? (
              <>
                {" "}
                <Time date={deployment.createdDate} /> by {deployment.author ?? "unknown"}
                {deployment.description ? `: ${deployment.description}` : ""}
              </>
            ) : null}
          </p>
        </div>
        <Button asChild>
          <Link href={`/apis/${apiId}/deployments?${compare}`}>
            <GitCompare aria-hidden /> Compare
          </Link>
        </Button>
        {canWrite ? (
          <Button onClick={() => setDialog("restore")}>
            <Undo2 aria-hidden /> Restore to draft
          </Button>
        ) : null}
        {canDeploy && isElsewhere && deployment ? (
          <Button look="primary" onClick={() => setDialog("promote")}>
            <Rocket aria-hidden /> Promote to a stage
          </Button>
        ) : null}
      </header>
      <QueryState query={definition} what="the deployment">
        {(data) => <SnapshotBrowser apiId={apiId} deploymentId={deploymentId} definition={data} />}
      </QueryState>
      {dialog === "promote" && deployment && stages.data ? (
        <PromoteDialog apiId={apiId} deployment={deployment} stages={stages.data} onClose={() => setDialog(undefined)} />
      ) : null}
      {dialog === "restore" ? <RestoreDialog apiId={apiId} deploymentId={deploymentId} onClose={() => setDialog(undefined)} /> : null}
    </div>
  );
}
