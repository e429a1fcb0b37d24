"use client";
import { ExternalLink, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { OpenApprovals } from "@/components/approvals/open-approvals";
import { ProtectedBadge } from "@/components/approvals/protected-badge";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { lazyPart } from "@/components/ui/lazy-part";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import type { StageDetail, StageState } from "@/lib/client/operations";
import { DownloadSdk } from "./download-sdk";
import { RollBack } from "./roll-back";
import { StateBadge } from "./stage-cards";
import { StageOverview } from "./stage-overview";
import { StageSettingsTab } from "./stage-settings-tab";

const StageVariablesTab = lazyPart(() => import("./stage-variables-tab").then((loaded) => loaded.StageVariablesTab), "Variables");
const StageMethodsTab = lazyPart(() => import("./stage-methods-tab").then((loaded) => loaded.StageMethodsTab), "Methods");
const StageCacheTab = lazyPart(() => import("./stage-cache-tab").then((loaded) => loaded.StageCacheTab), "Cache");
const StageCanaryTab = lazyPart(() => import("./stage-canary-tab").then((loaded) => loaded.StageCanaryTab), "Canary");

type Props = { apiId: string; stageName: string };

const stageTabs = ["overview", "settings", "variables", "methods", "cache", "canary"] as const;

export function StagePage({ apiId, stageName }: Props) {
  const stage = useOperation("getStage", { apiId, stageName });
  const api = useOperation("getApi", { apiId });
  const state = api.data?.stages.find((each) => each.stageName === stageName);
  const { canDeploy } = useUser();
  const [deleting, setDeleting] = useState(false);
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(stageTabs).withDefault("overview"));
  return (
    <QueryState query={stage} what="the stage">
      {(data) => (
        <PageFrame
          title={stageName}
          text={data.settings.description ?? "No description."}
          actions={
            <>
              <CopyAs what={`stage ${stageName}`} subject={{ kind: "stage", apiId, stageName }} hasKey />
              <DownloadSdk stage={data} />
              {canDeploy ? (
                <>
                  <RollBack stage={data} />
                  <Button look="danger" onClick={() => setDeleting(true)}>
                    <Trash2 aria-hidden /> Delete stage
                  </Button>
                </>
              ) : null}
            </>
          }
        >
          <OpenApprovals apiId={apiId} stageName={stageName} />
          <LiveState stage={data} state={state} />
          <Tabs
            label="Parts of the stage"
            value={tab}
            padded={false}
            className="[&_[role=tabpanel]]:pt-4"
            onChange={(id) => void setTab(stageTabs.find((each) => each === id) ?? "overview")}
            tabs={[
              { id: "overview", label: "Overview", content: tab === "overview" ? <StageOverview stage={data} /> : null },
              {
                id: "settings",
                label: "Settings",
                content: tab === "settings" ? <StageSettingsTab stage={data} disabled={!canDeploy} /> : null,
              },
              {
                id: "variables",
                label: "Variables",
                content: tab === "variables" ? <StageVariablesTab apiId={apiId} stageName={stageName} disabled={!canDeploy} /> : null,
              },
              {
                id: "methods",
                label: "Methods",
                content: tab === "methods" ? <StageMethodsTab stage={data} disabled={!canDeploy} /> : null,
              },
              { id: "cache", label: "Cache", content: tab === "cache" ? <StageCacheTab stage={data} disabled={!canDeploy} /> : null },
              {
                id: "canary",
                label: "Canary",
                content:
                  tab === "canary" ? <StageCanaryTab stage={data} disabled={!canDeploy} isProtected={state?.isProtected ?? false} /> : null,
              },
            ]}
          />
          {deleting ? <DeleteStage stage={data} onClose={() => setDeleting(false)} /> : null}
        </PageFrame>
      )}
    </QueryState>
  );
}

function LiveState({ stage, state }: { stage: StageDetail; state: StageState | undefined }) {
  const canary = stage.settings.canarySettings;
  return (
    <section aria-label="Live state" className="flex flex-col gap-2 rounded-md border border-line bg-raised p-3">
      <div className="flex min-w-0 items-center gap-1">
        <span className="mr-2 text-muted">Invoke URL</span>
        <code className="truncate">{stage.invokeUrl}</code>
        <CopyButton text={stage.invokeUrl} label="Copy the invoke URL" />
        <Button asChild look="ghost" size="iconSm">
          <a href={stage.invokeUrl} target="_blank" rel="noreferrer" aria-label="Open the invoke URL in a new tab">
            <ExternalLink />
          </a>
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 text-sm">
        {state ? <StateBadge stage={state} /> : null}
        {state?.isProtected ? <ProtectedBadge /> : null}
        {canary ? <Badge tone="info">{`canary ${canary.percentTraffic}%`}</Badge> : null}
        <span>
          <span className="text-muted">Deployment</span> <code>{stage.deploymentId}</code>
        </span>
        <span>
          <span className="text-muted">Changed</span> <Time date={stage.lastUpdatedDate} />
        </span>
      </div>
    </section>
  );
}

function DeleteStage({ stage, onClose }: { stage: StageDetail; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const remove = useWrite("deleteStage");
  const { offer } = useUndo();
  const router = useRouter();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete stage ${stage.stageName}?`}
      action="Delete stage"
      busy={remove.isPending}
      disabled={typed !== stage.stageName}
      onConfirm={() =>
        remove.mutate(
          { apiId: stage.apiId, stageName: stage.stageName },
          {
            onSuccess: ({ revision }) => {
              offer(`Deleted stage ${stage.stageName}`, revision);
              router.push(`/apis/${stage.apiId}/stages`);
            },
          },
        )
      }
    >
      <p>
        Calls to <code className="break-all">{stage.invokeUrl}</code> stop answering at once. The deployments stay.
      </p>
      <Field label={`Type ${stage.stageName} to confirm`}>
        {(ids) => <Input {...ids} autoFocus autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      {remove.error ? (
        <Alert tone="error" live>
          <code>{remove.error.message}</code>
        </Alert>
      ) : null}
    </ConfirmDialog>
  );
}
