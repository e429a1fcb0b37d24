"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { apiAddress } from "@/components/shell/navigation";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import type { ApiSummary } from "@/lib/client/operations";

type Props = { api: Pick<ApiSummary, "id" | "name" | "kind" | "stages">; onClose: () => void };

/** Makes a copy of an API and goes there. */
export function CloneApiDialog({ api, onClose }: Props) {
  const [name, setName] = useState(`${api.name} copy`);
  const [withStages, setWithStages] = useState(false);
  const clone = useWrite("cloneApi");
  const { offer } = useUndo();
  const router = useRouter();

  function submit() {
    if (clone.isPending || name.trim() === "") return;
    clone.mutate(
      { apiId: api.id, name: name.trim(), withStages },
      {
        onSuccess: ({ apiId, revision }) => {
          onClose();
          router.push(apiAddress({ id: apiId, kind: api.kind }));
          offer(`Cloned ${api.name} as ${name.trim()}`, revision);
        },
      },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Clone ${api.name}`}
      description="The copy has ids of its own and the same definition, documentation, tests and tags."
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="clone-api" busy={clone.isPending} disabled={name.trim() === ""}>
            Clone API
          </Button>
        </>
      }
    >
      <form
        id="clone-api"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Name of the copy">
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              required
              autoComplete="off"
              maxLength={128}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <SwitchField
          label="With its stages"
          help={
            api.stages.length === 0
              ? "It is on no stage."
              : "Each serves what it serves now, with its settings and variables. Domains and usage plans stay with the original."
          }
          checked={withStages}
          disabled={api.stages.length === 0}
          onChange={setWithStages}
        />
        {clone.error ? (
          <Alert tone="error" live title={`Could not clone ${api.name}.`}>
            <code>{clone.error.message}</code>
          </Alert>
        ) : null}
      </form>
    </Dialog>
  );
}
