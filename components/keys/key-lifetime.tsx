"use client";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { lazyPart } from "@/components/ui/lazy-part";
import { Time } from "@/components/ui/time";
import type { KeyDetail } from "@/lib/client/access-operations";
import { KeyEnd } from "./key-end";

const RotateKeyDialog = lazyPart(() => import("./rotate-key-dialog").then(({ RotateKeyDialog: part }) => part));

/** Until when a key is good, and another value for it while the one that it has still works. */
export function KeyLifetime({ apiKey }: { apiKey: KeyDetail }) {
  const { canWrite } = useUser();
  const [isRotating, setRotating] = useState(false);
  return (
    <section aria-label="Rotation and expiry" className="flex flex-col gap-4 rounded-md border border-line bg-raised p-4">
      <h2 className="text-lg">Rotation and expiry</h2>
      <Expiry key={apiKey.version} apiKey={apiKey} />
      {apiKey.formerUntil === undefined ? null : <FormerValue apiKey={apiKey} until={apiKey.formerUntil} />}
      {canWrite ? (
        <Button className="self-start" onClick={() => setRotating(true)}>
          <RefreshCw aria-hidden /> Rotate the value
        </Button>
      ) : null}
      {isRotating ? <RotateKeyDialog apiKey={apiKey} onClose={() => setRotating(false)} /> : null}
    </section>
  );
}

function Expiry({ apiKey }: { apiKey: KeyDetail }) {
  const { canWrite } = useUser();
  const saved = apiKey.expiresAt?.slice(0, 10) ?? "";
  const [day, setDay] = useState(saved);
  const write = useWrite("updateKey");
  const { offer } = useUndo();
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate(
          { keyId: apiKey.id, expiresAt: day === "" ? null : `${day}T23:59:59.999Z`, expectedVersion: apiKey.version },
          { onSuccess: ({ revision }) => offer(day === "" ? "The key has no end" : `The key is good until ${day}`, revision) },
        );
      }}
    >
      <Field
        label="Last day"
        help="In UTC. Afterwards calls with the key answer 403; without a day the key has no end. Warnings come 14, 7 and 1 days before."
      >
        {(ids) => (
          <Input {...ids} type="date" className="w-44" disabled={!canWrite} value={day} onChange={(event) => setDay(event.target.value)} />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        {canWrite ? (
          <Button type="submit" busy={write.isPending} disabled={day === saved}>
            {day === "" ? "Take the end away" : "Save the last day"}
          </Button>
        ) : null}
        <KeyEnd end={apiKey.expiresAt} />
      </div>
      {write.error ? (
        <Alert tone="error" live title="Could not change the end of the key.">
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
    </form>
  );
}

function FormerValue({ apiKey, until }: { apiKey: KeyDetail; until: string }) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const end = useWrite("endFormerValue", {
    onSuccess: ({ revision }) => offer("The former value works no more", revision),
    onError: (error) => void toast.error("Could not end the former value.", { description: error.message }),
  });
  const isOver = new Date(until).getTime() <= Date.now();
  return (
    <div className="flex flex-wrap items-center gap-2" suppressHydrationWarning>
      <span>
        {isOver ? "The former value ended" : "The former value works beside the new one and ends"} <Time date={until} />.
      </span>
      {isOver ? null : <KeyEnd end={until} />}
      {canWrite && !isOver ? (
        <Button size="sm" busy={end.isPending} onClick={() => end.mutate({ keyId: apiKey.id })}>
          End it now
        </Button>
      ) : null}
    </div>
  );
}
