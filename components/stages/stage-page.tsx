"use client";
import { ExternalLink, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { TrafficOverview } from "@/components/metrics/traffic-overview";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { MapTable } from "@/components/ui/map-table";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";
import { createMergePatch } from "@/lib/base/merge-patch";
import type { StageDetail } from "@/lib/client/operations";
import { RollBack } from "./roll-back";
import { StateBadge } from "./stage-cards";

type Props = { apiId: string; stageName: string };

export function StagePage({ apiId, stageName }: Props) {
  const stage = useOperation("getStage", { apiId, stageName });
  const api = useOperation("getApi", { apiId });
  const state = api.data?.stages.find((each) => each.stageName === stageName);
  const { canDeploy } = useUser();
  const [deleting, setDeleting] = useState(false);
  return (
    <QueryState query={stage} what="the stage">
      {(data) => (
        <PageFrame
          title={stageName}
          text={data.settings.description ?? "No description."}
          actions={
            canDeploy ? (
              <>
                <RollBack stage={data} />
                <Button look="danger" onClick={() => setDeleting(true)}>
                  <Trash2 aria-hidden /> Delete stage
                </Button>
              </>
            ) : null
          }
        >
          <section aria-label="Live state" className="flex flex-col gap-2 rounded-md border border-line bg-raised p-3">
            <div className="flex min-w-0 items-center gap-1">
              <span className="mr-2 text-muted">Invoke URL</span>
              <code className="truncate">{data.invokeUrl}</code>
              <CopyButton text={data.invokeUrl} label="Copy the invoke URL" />
              <Button asChild look="ghost" size="iconSm">
                <a href={data.invokeUrl} target="_blank" rel="noreferrer" aria-label="Open the invoke URL in a new tab">
                  <ExternalLink />
                </a>
              </Button>
            </div>
            <div className="flex flex-wrap items-center gap-x-6 gap-y-1 text-sm">
              {state ? <StateBadge stage={state} /> : null}
              <span>
                <span className="text-muted">Deployment</span> <code>{data.deploymentId}</code>
              </span>
              <span>
                <span className="text-muted">Changed</span> <Time date={data.lastUpdatedDate} />
              </span>
            </div>
          </section>
          <TrafficOverview apiId={apiId} stageName={stageName} />
          <StageForm key={data.version} stage={data} />
          {deleting ? <DeleteStage stage={data} onClose={() => setDeleting(false)} /> : null}
        </PageFrame>
      )}
    </QueryState>
  );
}

/** Description and variables; they act at once, without a deployment. */
function StageForm({ stage }: { stage: StageDetail }) {
  const { canDeploy } = useUser();
  const saved = { description: stage.settings.description ?? "", variables: stage.settings.variables ?? {} };
  const [form, setForm] = useState(saved);
  const write = useWrite("updateStage");
  const { offer } = useUndo();
  const patch = createMergePatch(saved, form);
  const invalid = Object.entries(form.variables).filter(
    ([name, value]) => !/^[A-Za-z0-9_]+$/.test(name) || !/^[A-Za-z0-9\-._~:/?#&=,@]*$/.test(value),
  );

  function save() {
    const change = patch as { description?: string; variables?: Record<string, string | null> };
    write.mutate(
      {
        apiId: stage.apiId,
        stageName: stage.stageName,
        patch: { ...change, ...(change.description === "" ? { description: null } : {}) },
        expectedVersion: stage.version,
      },
      {
        onSuccess: ({ revision }) => offer(`Saved ${stage.stageName}; it acts now`, revision),
      },
    );
  }

  return (
    <form
      aria-label="Stage settings"
      className="flex flex-col gap-4 rounded-md border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label="Description" optional>
        {(ids) => (
          <Input
            {...ids}
            maxLength={1024}
            disabled={!canDeploy}
            value={form.description}
            onChange={(event) => setForm({ ...form, description: event.target.value })}
          />
        )}
      </Field>
      <MapTable
        label="Stage variables"
        keyLabel="Variable"
        valueLabel="Value"
        keyPlaceholder="backendUrl"
        valuePlaceholder="pets.example.com"
        addLabel="Add a variable"
        disabled={!canDeploy}
        values={form.variables}
        onChange={(variables) => setForm({ ...form, variables })}
      />
      <p className="text-muted text-sm">
        Variables act at once: templates read <code>$stageVariables.name</code>, addresses <code>{"${stageVariables.name}"}</code>.
      </p>
      {invalid.length > 0 ? (
        <Alert tone="warn">
          {invalid.map(([name]) => name).join(", ")}: names take letters, digits and _; values also <code>-._~:/?#&amp;=,@</code>
        </Alert>
      ) : null}
      {write.error ? (
        <Alert tone="error" live title={`Could not save ${stage.stageName}.`}>
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
      {canDeploy ? (
        <Button
          type="submit"
          look="primary"
          className="self-start"
          busy={write.isPending}
          disabled={patch === undefined || invalid.length > 0}
        >
          Save stage settings
        </Button>
      ) : null}
    </form>
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
