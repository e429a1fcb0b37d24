"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import type { ResourceSummary } from "@/lib/client/operations";
import { httpVerbs } from "@/lib/definition/http-verbs";
import type { HttpVerb } from "@/lib/definition/rest-api";

type CreateResourceProps = { apiId: string; parent: ResourceSummary; onClose: () => void; onCreated: (path: string) => void };

export const joinPath = (parent: string, part: string) => (parent === "/" ? `/${part}` : `${parent}/${part}`);

export function CreateResourceDialog({ apiId, parent, onClose, onCreated }: CreateResourceProps) {
  const [part, setPart] = useState("");
  const write = useWrite("createResource");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New resource"
      description={
        <>
          Below <code>{parent.path}</code>
        </>
      }
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-resource" look="primary" busy={write.isPending} disabled={part.trim() === ""}>
            Create resource
          </Button>
        </>
      }
    >
      <form
        id="create-resource"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ apiId, parentId: parent.id, pathPart: part.trim() }, { onSuccess: ({ path }) => onCreated(path) });
        }}
      >
        <Field
          label="Path part"
          error={write.error?.message}
          help={part.trim() ? <code>{joinPath(parent.path, part.trim())}</code> : "orders, {orderId}, or {proxy+} for everything below."}
        >
          {(ids) => (
            <Input
              {...ids}
              mono
              autoFocus
              autoComplete="off"
              spellCheck={false}
              value={part}
              onChange={(event) => setPart(event.target.value.replace(/^\//, ""))}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

type CreateMethodProps = { apiId: string; resource: ResourceSummary; onClose: () => void; onCreated: (verb: HttpVerb) => void };

export function CreateMethodDialog({ apiId, resource, onClose, onCreated }: CreateMethodProps) {
  const free = httpVerbs.filter((verb) => !resource.methods.some((method) => method.httpMethod === verb));
  const [verb, setVerb] = useState<HttpVerb>(free[0] ?? "GET");
  const write = useWrite("createMethod");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New method"
      description={
        <>
          On <code>{resource.path}</code>. It starts as a mock, so it can be tested at once.
        </>
      }
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-method" look="primary" busy={write.isPending} disabled={free.length === 0}>
            Create {verb}
          </Button>
        </>
      }
    >
      <form
        id="create-method"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ apiId, resourceId: resource.id, httpMethod: verb }, { onSuccess: () => onCreated(verb) });
        }}
      >
        {free.length === 0 ? (
          <Alert tone="info">This resource has every method already.</Alert>
        ) : (
          <Field
            label="HTTP method"
            error={write.error?.message}
            help={verb === "ANY" ? "Answers every verb that has no method of its own." : undefined}
          >
            {(ids) => (
              <NativeSelect {...ids} autoFocus value={verb} onChange={(event) => setVerb(event.target.value as HttpVerb)}>
                {free.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </NativeSelect>
            )}
          </Field>
        )}
      </form>
    </Dialog>
  );
}
