"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field, NativeSelect } from "@/components/ui/field";
import type { KeyDetail } from "@/lib/client/access-operations";
import { overlapHours } from "@/lib/definition/key-expiry";

type Props = { apiKey: KeyDetail; onClose: () => void };

const overlapTexts: Record<(typeof overlapHours)[number], string> = {
  0: "Not at all: it leaked",
  1: "An hour",
  24: "A day",
  168: "A week",
  720: "30 days",
};

/** Gives a key another value, and says for how long the one that it has goes on working. */
export function RotateKeyDialog({ apiKey, onClose }: Props) {
  const [hours, setHours] = useState<number>(24 * 7);
  const { offer } = useUndo();
  const rotate = useWrite("rotateKey", {
    onSuccess: ({ revision }) => offer(`Rotated ${apiKey.name || apiKey.id}`, revision),
  });
  const value = rotate.data?.value;
  const isReplacing = apiKey.formerUntil !== undefined && new Date(apiKey.formerUntil).getTime() > Date.now();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={value === undefined ? `Rotate ${apiKey.name || apiKey.id}` : "The new value"}
      width="sm"
      footer={
        value === undefined ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              look="primary"
              busy={rotate.isPending}
              onClick={() => rotate.mutate({ keyId: apiKey.id, overlapHours: hours, expectedVersion: apiKey.version })}
            >
              Rotate the value
            </Button>
          </>
        ) : (
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {value === undefined ? (
        <div className="flex flex-col gap-3">
          <p>The key gets a new value. Its plans, quotas and counters stay what they are, whichever value a call has.</p>
          <Field label="The value that it has now goes on working">
            {(ids) => (
              <NativeSelect {...ids} value={String(hours)} onChange={(event) => setHours(Number(event.target.value))}>
                {overlapHours.map((each) => (
                  <option key={each} value={each}>
                    {overlapTexts[each]}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          {isReplacing ? <Alert tone="warn" title="The value before this one still works; it ends now." /> : null}
          {rotate.error ? (
            <Alert tone="error" live title="Could not rotate the key.">
              <code>{rotate.error.message}</code>
            </Alert>
          ) : null}
        </div>
      ) : (
        <div className="flex flex-col gap-2" role="status">
          <p>Give it to whoever calls with the key. Afterwards it is shown to those only who may reveal keys.</p>
          <p className="flex min-w-0 items-center gap-1">
            <code className="break-all">{value}</code>
            <CopyButton text={value} label="Copy the new value" />
          </p>
        </div>
      )}
    </Dialog>
  );
}
