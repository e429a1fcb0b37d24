"use client";
import { CircleCheck, CircleDashed, CircleDot, Rocket } from "lucide-react";
import Link from "next/link";
import { useOperation } from "@/components/data/use-operations";
import { PreviewButton } from "@/components/preview/preview-button";
import { useShell } from "@/components/shell/shell-store";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { lazyPart } from "@/components/ui/lazy-part";
import { plural } from "@/lib/client/format";
import type { StageState } from "@/lib/client/operations";
import { furthestBehind } from "./furthest-behind";

const DeployDialog = lazyPart(() => import("./deploy-dialog").then((loaded) => loaded.DeployDialog));

function chipState(stages: readonly StageState[]) {
  const worst = furthestBehind(stages);
  if (worst === undefined) return { tone: "text-muted", icon: <CircleDashed aria-hidden />, text: "Not deployed" };
  if (worst.changes === 0)
    return {
      tone: "text-ok",
      icon: <CircleCheck aria-hidden />,
      text: stages.length === 1 ? `Same as ${worst.stageName}` : "Same as every stage",
    };
  return {
    tone: "text-warn",
    icon: <CircleDot aria-hidden />,
    text: `Draft: ${plural(worst.changes, "change")} not on ${worst.stageName}`,
  };
}

/** The live state of the API on every page of it, and the way to deploy. */
export function DraftChip({ apiId }: { apiId: string }) {
  const { canDeploy } = useUser();
  const api = useOperation("getApiSummary", { apiId });
  const { deployOpen, setDeploy } = useShell();
  const isRest = api.data?.kind === "REST";
  useShortcut("deploy", () => setDeploy(true), canDeploy && isRest);
  if (!api.data) return null;
  // A stage that nothing was deployed to is behind nothing.
  const stages = api.data.stages.filter(({ deploymentId }) => deploymentId !== "");
  const worst = furthestBehind(stages);
  const state = chipState(stages);
  const behind = worst === undefined || worst.changes > 0;
  return (
    <div className="flex items-center gap-2">
      <output
        aria-live="polite"
        className={cn("flex items-center gap-1.5 whitespace-nowrap font-medium text-sm [&_svg]:size-4", state.tone)}
      >
        {state.icon}
        {state.text}
      </output>
      {api.data.kind === "WEBSOCKET" ? null : <PreviewButton apiId={apiId} stages={stages} />}
      {canDeploy && !isRest && behind ? (
        <Button asChild look="primary">
          <Link href={`/apis/${apiId}/stages`}>
            <Rocket aria-hidden /> Go to the stages
          </Link>
        </Button>
      ) : null}
      {canDeploy && isRest ? (
        <Button look={behind ? "primary" : "secondary"} onClick={() => setDeploy(true)} aria-keyshortcuts="D">
          <Rocket aria-hidden />
          {worst && worst.changes > 0 ? "Review and deploy" : "Deploy"}
        </Button>
      ) : null}
      {deployOpen ? <DeployDialog apiId={apiId} stages={stages} initialStage={worst?.stageName} onClose={() => setDeploy(false)} /> : null}
    </div>
  );
}
