"use client";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect, Textarea } from "@/components/ui/field";
import { httpVerbs } from "@/lib/definition/http-verbs";
import { type PartType, partTypes, placeName, placeOf } from "./part-places";

type Props = { apiId: string; onClose: () => void; onCreated: (id: string) => void };

const types = Object.keys(partTypes) as PartType[]; // The keys of the table are its types.

export function CreatePartDialog({ apiId, onClose, onCreated }: Props) {
  const resources = useOperation("listResources", { apiId });
  const [type, setType] = useState<PartType>("API");
  const [values, setValues] = useState({ path: "/", method: "GET", statusCode: "200", name: "" });
  const [description, setDescription] = useState("");
  const write = useWrite("createDocumentationPart");
  const { offer } = useUndo();
  const members: readonly string[] = partTypes[type];
  const location = placeOf(type, values);
  const whole = !members.includes("name") || values.name.trim() !== "";
  const set = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New documentation part"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-part" look="primary" busy={write.isPending} disabled={!whole}>
            Create part
          </Button>
        </>
      }
    >
      <form
        id="create-part"
        className="grid gap-3 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(
            { apiId, location, properties: JSON.stringify({ description }) },
            {
              onSuccess: ({ id, revision }) => {
                offer(`Documented ${placeName(location)}`, revision);
                onCreated(id);
              },
            },
          );
        }}
      >
        <Field label="About" className="sm:col-span-2">
          {(ids) => (
            <NativeSelect
              {...ids}
              autoFocus
              value={type}
              onChange={(event) => setType(types.find((each) => each === event.target.value) ?? "API")}
            >
              {types.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </NativeSelect>
          )}
        </Field>
        {members.includes("path") ? (
          <Field label="Path">
            {(ids) => (
              <NativeSelect {...ids} value={values.path} onChange={(event) => set({ path: event.target.value })}>
                {(resources.data ?? []).map(({ id, path }) => (
                  <option key={id}>{path}</option>
                ))}
              </NativeSelect>
            )}
          </Field>
        ) : null}
        {members.includes("method") ? (
          <Field label="Method">
            {(ids) => (
              <NativeSelect {...ids} value={values.method} onChange={(event) => set({ method: event.target.value })}>
                {httpVerbs.map((verb) => (
                  <option key={verb}>{verb}</option>
                ))}
              </NativeSelect>
            )}
          </Field>
        ) : null}
        {members.includes("statusCode") ? (
          <Field label="Status">
            {(ids) => <Input {...ids} value={values.statusCode} onChange={(event) => set({ statusCode: event.target.value.trim() })} />}
          </Field>
        ) : null}
        {members.includes("name") ? (
          <Field label="Name">
            {(ids) => <Input {...ids} mono value={values.name} onChange={(event) => set({ name: event.target.value.trim() })} />}
          </Field>
        ) : null}
        <Field label="Description" className="sm:col-span-2">
          {(ids) => <Textarea {...ids} value={description} onChange={(event) => setDescription(event.target.value)} />}
        </Field>
        {write.error ? (
          <Alert tone="error" live className="sm:col-span-2" title="Could not create the part.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
      </form>
    </Dialog>
  );
}
