"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field, Input } from "./field";

type Props = {
  title: string;
  description: string;
  /** What the button says. */
  submit: string;
  busy: boolean;
  error: string | undefined;
  onClose: () => void;
  /** With the name as it was typed; it has a letter at least. */
  onSubmit: (name: string) => void;
};

/** Asks for the name of something new. */
export function NameDialog({ title, description, submit, busy, error, onClose, onSubmit }: Props) {
  const formId = useId();
  const [name, setName] = useState("");
  function send(event: FormEvent) {
    event.preventDefault();
    // React's events rise through portals: a form around the dialog would be sent too.
    event.stopPropagation();
    if (name.trim() !== "" && !busy) onSubmit(name);
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} look="primary" busy={busy} disabled={name.trim() === ""}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={send}>
        <Field label="Name" error={error}>
          {(ids) => <Input {...ids} autoFocus maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}
