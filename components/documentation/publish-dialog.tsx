"use client";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";

/** Keeps all parts as they are now, under a name, for a stage if one is chosen. */
export function PublishDialog({ apiId, onClose }: { apiId: string; onClose: () => void }) {
  const api = useOperation("getApi", { apiId });
  const [version, setVersion] = useState("");
  const [description, setDescription] = useState("");
  const [stageName, setStageName] = useState("");
  const write = useWrite("publishDocumentation");
  const { offer } = useUndo();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Publish a version"
      description="All parts are kept as they are now."
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="publish-documentation" look="primary" busy={write.isPending} disabled={version.trim() === ""}>
            Publish
          </Button>
        </>
      }
    >
      <form
        id="publish-documentation"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const optional = { ...(description ? { description } : {}), ...(stageName ? { stageName } : {}) };
          write.mutate(
            { apiId, version: version.trim(), ...optional },
            {
              onSuccess: ({ revision }) => {
                offer(`Published documentation ${version.trim()}`, revision);
                onClose();
              },
            },
          );
        }}
      >
        <Field label="Version">
          {(ids) => <Input {...ids} autoFocus autoComplete="off" value={version} onChange={(event) => setVersion(event.target.value)} />}
        </Field>
        <Field label="Description" optional>
          {(ids) => <Input {...ids} value={description} onChange={(event) => setDescription(event.target.value)} />}
        </Field>
        <Field label="Stage" optional help="Its exports carry this version.">
          {(ids) => (
            <NativeSelect {...ids} value={stageName} onChange={(event) => setStageName(event.target.value)}>
              <option value="">None</option>
              {(api.data?.stages ?? []).map((stage) => (
                <option key={stage.stageName}>{stage.stageName}</option>
              ))}
            </NativeSelect>
          )}
        </Field>
        {write.error ? (
          <Alert tone="error" live title="Could not publish it.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
      </form>
    </Dialog>
  );
}
