"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import type { DomainRef, DomainTargetApi } from "@/lib/client/operations";
import type { DomainMapping } from "@/lib/definition/domain";
import { firstTarget, TargetFields } from "./target-fields";

type Props = { domain: DomainRef; mapping: DomainMapping | undefined; apis: readonly DomainTargetApi[]; onClose: () => void };

export function MappingDialog({ domain, mapping, apis, onClose }: Props) {
  const [basePath, setBasePath] = useState(mapping?.basePath ?? "");
  const [target, setTarget] = useState(mapping === undefined ? firstTarget(apis) : { apiId: mapping.apiId, stage: mapping.stage });
  const write = useWrite("saveDomainMapping");
  const { offer } = useUndo();
  const title = mapping === undefined ? "New mapping" : "Edit mapping";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="mapping" look="primary" busy={write.isPending} disabled={target.apiId === ""}>
            Save mapping
          </Button>
        </>
      }
    >
      <form
        id="mapping"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const known = mapping === undefined ? {} : { apiMappingId: mapping.apiMappingId };
          write.mutate(
            { ...domain, ...known, basePath, target },
            {
              onSuccess: ({ revision }) => {
                offer(`Mapped ${basePath === "" ? "(none)" : `/${basePath}`}`, revision);
                onClose();
              },
            },
          );
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not save the mapping.">
            {write.error.message}
          </Alert>
        ) : null}
        <Field
          label="Base path"
          optional
          help="orders, or orders/v1. Empty takes what no other mapping does. It is taken away before the API sees the path."
        >
          {(ids) => (
            <Input {...ids} mono autoFocus autoComplete="off" value={basePath} onChange={(event) => setBasePath(event.target.value)} />
          )}
        </Field>
        <TargetFields apis={apis} target={target} onChange={setTarget} allowsAnyStage />
      </form>
    </Dialog>
  );
}
