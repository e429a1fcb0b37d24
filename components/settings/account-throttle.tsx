"use client";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import type { AccountThrottle as Throttle } from "@/lib/definition/stage";

const numberMax = 1_000_000_000;

/** What all APIs of the workspace together may take. */
export function AccountThrottle() {
  const current = useOperation("getAccountThrottle", {});
  return (
    <section aria-label="Account throttle" className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4">
      <div>
        <h2 className="text-lg">Account throttle</h2>
        <p className="text-muted">
          A rate for all APIs and callers together, beside those of stages and plans. What is beyond it answers 429.
        </p>
      </div>
      <QueryState query={current} what="the throttle of the account">
        {({ throttle }) => <ThrottleForm key={JSON.stringify(throttle)} saved={throttle} />}
      </QueryState>
    </section>
  );
}

function ThrottleForm({ saved }: { saved: Throttle | undefined }) {
  const { canAdminister } = useUser();
  const [rate, setRate] = useState(String(saved?.rateLimit ?? ""));
  const [burst, setBurst] = useState(String(saved?.burstLimit ?? ""));
  const write = useWrite("setAccountThrottle");
  const { offer } = useUndo();
  const isSame = rate === String(saved?.rateLimit ?? "") && burst === String(saved?.burstLimit ?? "");
  const set = (throttle: Throttle | null, said: string) =>
    write.mutate({ throttle }, { onSuccess: ({ revision }) => offer(said, revision) });
  return (
    <form
      aria-label="Account throttle"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        set({ rateLimit: Number(rate), burstLimit: Number(burst) }, "Throttled the account; it acts now");
      }}
    >
      {saved === undefined ? <p>Nothing limits the account now.</p> : null}
      <div className="grid max-w-[480px] gap-3 sm:grid-cols-2">
        <Field label="Rate" help="Requests a second.">
          {(ids) => (
            <Input
              {...ids}
              type="number"
              required
              min={0}
              max={numberMax}
              step="any"
              placeholder="10000"
              disabled={!canAdminister}
              value={rate}
              onChange={(event) => setRate(event.target.value)}
            />
          )}
        </Field>
        <Field label="Burst" help="Requests at once.">
          {(ids) => (
            <Input
              {...ids}
              type="number"
              required
              min={0}
              max={numberMax}
              step={1}
              placeholder="5000"
              disabled={!canAdminister}
              value={burst}
              onChange={(event) => setBurst(event.target.value)}
            />
          )}
        </Field>
      </div>
      {write.error ? (
        <Alert tone="error" live title="Could not change the throttle.">
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
      {canAdminister ? (
        <div className="flex gap-2">
          <Button type="submit" look="primary" busy={write.isPending} disabled={isSame}>
            Save throttle
          </Button>
          {saved === undefined ? null : (
            <Button disabled={write.isPending} onClick={() => set(null, "Took the throttle away; it acts now")}>
              Remove throttle
            </Button>
          )}
        </div>
      ) : (
        <p className="text-muted text-sm">Owners change it.</p>
      )}
    </form>
  );
}
