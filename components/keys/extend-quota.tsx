"use client";
import { useState } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import type { KeyDetail } from "@/lib/client/access-operations";
import { formatNumber } from "@/lib/client/format";

type Props = { apiKey: Pick<KeyDetail, "id" | "name" | "plans">; planId: string };

/** Sets how many requests a key has left until its quota begins anew. */
export function ExtendQuota({ apiKey, planId }: Props) {
  const [isOpen, setOpen] = useState(false);
  const use = apiKey.plans.find((plan) => plan.planId === planId);
  if (use?.quota === undefined) return null;
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Extend quota
      </Button>
      {isOpen ? (
        <ExtendDialog keyId={apiKey.id} name={apiKey.name} use={{ ...use, quota: use.quota }} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}

type Quota = NonNullable<KeyDetail["plans"][number]["quota"]>;
type DialogProps = { keyId: string; name: string; use: { planId: string; planName: string; quota: Quota }; onClose: () => void };

function ExtendDialog({ keyId, name, use, onClose }: DialogProps) {
  const { quota, planId, planName } = use;
  const [remaining, setRemaining] = useState(String(Math.max(quota.remaining, quota.limit)));
  const write = useWrite("extendQuota");
  const wanted = Number(remaining);
  const isWhole = remaining.trim() !== "" && Number.isSafeInteger(wanted) && wanted >= 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Extend the quota of ${name || keyId}`}
      description={`${formatNumber(quota.used)} of ${formatNumber(quota.limit)} used in ${planName}. The next period begins on ${quota.resetsOn} at 00:00 UTC.`}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="extend-quota" look="primary" busy={write.isPending} disabled={!isWhole}>
            {isWhole ? `Leave ${formatNumber(wanted)} requests` : "Leave requests"}
          </Button>
        </>
      }
    >
      <form
        id="extend-quota"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(
            { keyId, planId, remaining: wanted },
            {
              onSuccess: () => {
                toast.success(`${name || keyId} has ${formatNumber(wanted)} requests left until ${quota.resetsOn}.`);
                onClose();
              },
            },
          );
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not extend the quota.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <Field label="Requests left in this period" help="Gateways take it over within a second. The history says who changed it.">
          {(ids) => (
            <Input {...ids} autoFocus inputMode="numeric" value={remaining} onChange={(event) => setRemaining(event.target.value.trim())} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
