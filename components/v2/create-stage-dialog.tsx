"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import type { V2ApiDetail } from "@/lib/client/v2-operations";

type Props = { api: V2ApiDetail; onClose: () => void };

export function CreateV2StageDialog({ api, onClose }: Props) {
  const mayBeDefault = api.kind === "HTTP" && !api.stages.some(({ stageName }) => stageName === "$default");
  const [stageName, setStageName] = useState(mayBeDefault ? "$default" : "");
  const [autoDeploy, setAutoDeploy] = useState(true);
  const { offer } = useUndo();
  const write = useWrite("createV2Stage", {
    onSuccess: ({ revision }, input) => {
      offer(`Created stage ${input.stageName}`, revision);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New stage"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-v2-stage" look="primary" busy={write.isPending} disabled={stageName.trim() === ""}>
            Create stage
          </Button>
        </>
      }
    >
      <form
        id="create-v2-stage"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ apiId: api.id, stageName: stageName.trim(), autoDeploy });
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not create the stage.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <Field label="Name" help={nameHelp(api, stageName.trim())}>
          {(ids) => (
            <Input
              {...ids}
              mono
              autoFocus
              autoComplete="off"
              maxLength={128}
              value={stageName}
              onChange={(event) => setStageName(event.target.value)}
            />
          )}
        </Field>
        <SwitchField
          label="Deploy by itself"
          checked={autoDeploy}
          onChange={setAutoDeploy}
          help={autoDeploy ? "Every change of the draft is served at once." : "Changes of the draft wait for a deployment."}
        />
      </form>
    </Dialog>
  );
}

function nameHelp({ kind }: V2ApiDetail, name: string): string {
  if (kind === "HTTP" && name === "$default") return "Its address has no part for the stage.";
  return kind === "HTTP" ? "Letters, digits, - and _; or $default." : "Letters, digits, - and _.";
}
