"use client";
import { Rocket, Trash2, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { StateBadge } from "@/components/stages/stage-cards";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, Input } from "@/components/ui/field";
import { lazyPart } from "@/components/ui/lazy-part";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { useIsClient } from "@/components/ui/use-is-client";
import type { StageState } from "@/lib/client/operations";
import type { V2ApiDetail, V2StageDetail } from "@/lib/client/v2-operations";
import { RouteSettingsTab } from "./route-settings-tab";
import { V2StageSettingsTab } from "./stage-settings-tab";
import { V2StageVariablesTab } from "./stage-variables-tab";

const V2DeployDialog = lazyPart(() => import("./deploy-dialog").then((loaded) => loaded.V2DeployDialog));
const V2RollBackDialog = lazyPart(() => import("./roll-back-dialog").then((loaded) => loaded.V2RollBackDialog));

const tabs = ["settings", "routes", "variables"] as const;

/** One stage of an HTTP or WebSocket API. */
export function V2StagePage({ apiId, stageName }: { apiId: string; stageName: string }) {
  const api = useOperation("getV2Api", { apiId });
  const isClient = useIsClient();
  if (!isClient) return <SkeletonRows label="Reading the stage" />;
  return (
    <QueryState query={api} what="the stage">
      {(data) => {
        const stage = data.stageSettings.find((each) => each.stageName === stageName);
        const state = data.stages.find((each) => each.stageName === stageName);
        if (stage === undefined || state === undefined) {
          return (
            <EmptyState title={`There is no stage ${stageName}`} icon={<Rocket />}>
              It was deleted, or never made.
            </EmptyState>
          );
        }
        return <Loaded api={data} stage={stage} state={state} />;
      }}
    </QueryState>
  );
}

type Props = { api: V2ApiDetail; stage: V2StageDetail; state: StageState };

function Loaded({ api, stage, state }: Props) {
  const { canDeploy } = useUser();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabs).withDefault("settings"));
  const parts = { apiId: api.id, stage, disabled: !canDeploy };
  return (
    <PageFrame
      title={stage.stageName}
      text={stage.settings.description ?? "No description."}
      actions={
        <>
          <CopyAs what={`stage ${stage.stageName}`} subject={{ kind: "stage", apiId: api.id, stageName: stage.stageName }} hasKey />
          {canDeploy ? <Actions api={api} stage={stage} state={state} /> : null}
        </>
      }
    >
      <LiveState stage={stage} state={state} />
      <Tabs
        label="Parts of the stage"
        value={tab}
        padded={false}
        className="[&_[role=tabpanel]]:pt-4"
        onChange={(id) => void setTab(tabs.find((each) => each === id) ?? "settings")}
        tabs={[
          { id: "settings", label: "Settings", content: tab === "settings" ? <V2StageSettingsTab {...parts} /> : null },
          { id: "routes", label: "Routes", content: tab === "routes" ? <RouteSettingsTab api={api} {...parts} /> : null },
          { id: "variables", label: "Variables", content: tab === "variables" ? <V2StageVariablesTab {...parts} /> : null },
        ]}
      />
    </PageFrame>
  );
}

function Actions({ api, stage, state }: Props) {
  const [open, setOpen] = useState<"deploy" | "roll-back" | "delete">();
  const isByHand = !stage.settings.autoDeploy;
  const close = () => setOpen(undefined);
  return (
    <>
      {isByHand && (stage.deploymentId === "" || state.changes > 0) ? (
        <Button look="primary" onClick={() => setOpen("deploy")}>
          <Rocket aria-hidden /> Deploy the draft
        </Button>
      ) : null}
      {isByHand && stage.deploymentId !== "" ? (
        <Button onClick={() => setOpen("roll-back")}>
          <Undo2 aria-hidden /> Roll back
        </Button>
      ) : null}
      <Button look="danger" onClick={() => setOpen("delete")}>
        <Trash2 aria-hidden /> Delete stage
      </Button>
      {open === "deploy" ? <V2DeployDialog api={api} stage={stage} onClose={close} /> : null}
      {open === "roll-back" ? <V2RollBackDialog apiId={api.id} stage={stage} onClose={close} /> : null}
      {open === "delete" ? <DeleteStage apiId={api.id} stage={stage} onClose={close} /> : null}
    </>
  );
}

function LiveState({ stage, state }: Omit<Props, "api">) {
  const { settings } = stage;
  return (
    <section aria-label="Live state" className="flex flex-col gap-2 rounded-md border border-line bg-raised p-3">
      <div className="flex min-w-0 items-center gap-1">
        <span className="mr-2 text-muted">Address</span>
        <code className="truncate">{state.invokeUrl}</code>
        <CopyButton text={state.invokeUrl} label="Copy the address" />
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 text-sm">
        {stage.deploymentId === "" ? <Badge>not deployed</Badge> : <StateBadge stage={state} />}
        {settings.autoDeploy ? <Badge>deploys by itself</Badge> : null}
        {stage.deploymentId === "" ? null : (
          <span>
            <span className="text-muted">Deployment</span> <code>{stage.deploymentId}</code>
          </span>
        )}
        <span>
          <span className="text-muted">Changed</span> <Time date={stage.lastUpdatedDate} />
        </span>
      </div>
      {settings.lastDeploymentStatusMessage ? <Alert tone="warn">{settings.lastDeploymentStatusMessage}</Alert> : null}
    </section>
  );
}

function DeleteStage({ apiId, stage, onClose }: { apiId: string; stage: V2StageDetail; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const router = useRouter();
  const { offer } = useUndo();
  const { stageName } = stage;
  const remove = useWrite("deleteV2Stage", {
    onSuccess: ({ revision }) => {
      onClose();
      router.push(`/apis/${apiId}/stages`);
      offer(`Deleted stage ${stageName}`, revision);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete stage ${stageName}?`}
      action="Delete stage"
      busy={remove.isPending}
      disabled={typed !== stageName}
      onConfirm={() => remove.mutate({ apiId, stageName })}
    >
      <p>{stage.deploymentId === "" ? "It serves nothing." : "It stops answering at once."}</p>
      <Field label={`Type ${stageName} to confirm`}>
        {(ids) => <Input {...ids} autoFocus autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />}
      </Field>
      {remove.error ? (
        <Alert tone="error" live title={`Could not delete ${stageName}.`}>
          <code>{remove.error.message}</code>
        </Alert>
      ) : null}
    </ConfirmDialog>
  );
}
