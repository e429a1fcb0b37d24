"use client";
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { toast } from "sonner";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { NativeSelect } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { SwitchField } from "@/components/ui/switch";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import type { KeyDetail } from "@/lib/client/access-operations";
import { CheckKey } from "./check-key";
import { KeyForm } from "./key-form";
import { KeyLifetime } from "./key-lifetime";
import { KeyPlans } from "./key-plans";
import { RevealKey } from "./reveal-key";
import { UsageChart } from "./usage-chart";

const keyTabs = ["overview", "usage", "check"] as const;

export function KeyPage({ keyId }: { keyId: string }) {
  const key = useOperation("getKey", { keyId });
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(keyTabs).withDefault("overview"));
  return (
    <QueryState query={key} what="the API key">
      {(data) => (
        <PageFrame
          title={data.name || data.id}
          text="An API key: who calls."
          actions={
            <>
              <CopyAs what={`key ${data.name || data.id}`} subject={{ kind: "key", keyId }} hasKey />
              <DeleteKey apiKey={data} />
            </>
          }
        >
          <KeyFacts apiKey={data} />
          <Tabs
            label="Parts of the key"
            value={tab}
            padded={false}
            className="[&_[role=tabpanel]]:pt-4"
            onChange={(id) => void setTab(keyTabs.find((each) => each === id) ?? "overview")}
            tabs={[
              {
                id: "overview",
                label: "Overview",
                content: (
                  <div className="flex flex-col gap-4">
                    <KeyPlans apiKey={data} />
                    <KeyLifetime apiKey={data} />
                    <KeyForm key={data.version} apiKey={data} />
                  </div>
                ),
              },
              { id: "usage", label: "Usage", content: tab === "usage" ? <KeyUsage apiKey={data} /> : null },
              { id: "check", label: "Check key", content: tab === "check" ? <CheckKey apiKey={data} /> : null },
            ]}
          />
        </PageFrame>
      )}
    </QueryState>
  );
}

function KeyFacts({ apiKey }: { apiKey: KeyDetail }) {
  const { canWrite } = useUser();
  const write = useWrite("updateKey");
  const { offer } = useUndo();
  const isEnabled = write.isPending ? (write.variables?.enabled ?? apiKey.enabled) : apiKey.enabled;
  return (
    <section aria-label="Facts" className="grid gap-x-6 gap-y-3 rounded-md border border-line bg-raised p-4 sm:grid-cols-[1fr_auto]">
      <dl className="grid grid-cols-[90px_1fr] items-center gap-x-3 gap-y-1">
        <dt className="text-muted">Value</dt>
        <dd className="min-w-0">
          <RevealKey keyId={apiKey.id} ending={apiKey.ending} />
        </dd>
        <dt className="text-muted">Id</dt>
        <dd className="flex items-center gap-1">
          <code>{apiKey.id}</code> <CopyButton text={apiKey.id} label="Copy the id" />
        </dd>
        <dt className="text-muted">ARN</dt>
        <dd className="flex min-w-0 items-center gap-1">
          <code className="truncate">{apiKey.arn}</code> <CopyButton text={apiKey.arn} label="Copy the ARN" />
        </dd>
        <dt className="text-muted">Made</dt>
        <dd>
          <Time date={apiKey.createdDate} />, changed <Time date={apiKey.lastUpdatedDate} />
        </dd>
        <dt className="text-muted">Last used</dt>
        <dd>{apiKey.lastUsedDay ?? "never"}</dd>
      </dl>
      <SwitchField
        label="Enabled"
        help={isEnabled ? "Calls with the key are let through to its plans." : "Every call with the key answers 403."}
        checked={isEnabled}
        disabled={!canWrite || write.isPending}
        onChange={(enabled) =>
          write.mutate(
            { keyId: apiKey.id, enabled },
            {
              onSuccess: ({ revision }) => offer(`${enabled ? "Enabled" : "Disabled"} ${apiKey.name}`, revision),
              onError: (error) => void toast.error(`Could not change ${apiKey.name}.`, { description: error.message }),
            },
          )
        }
      />
    </section>
  );
}

const shownDays = 30;

function KeyUsage({ apiKey }: { apiKey: KeyDetail }) {
  const [planId, setPlanId] = useState(apiKey.plans[0]?.planId ?? "");
  const usage = useOperation("getKeyUsage", { keyId: apiKey.id, planId, days: shownDays }, { enabled: planId !== "" });
  if (planId === "") return <p className="text-muted">Requests are counted under usage plans, and this key is in none.</p>;
  const name = apiKey.plans.find((plan) => plan.planId === planId)?.planName ?? "";
  return (
    <div className="flex flex-col gap-3">
      {apiKey.plans.length > 1 ? (
        <NativeSelect aria-label="Usage plan" className="w-56" value={planId} onChange={(event) => setPlanId(event.target.value)}>
          {apiKey.plans.map((plan) => (
            <option key={plan.planId} value={plan.planId}>
              {plan.planName}
            </option>
          ))}
        </NativeSelect>
      ) : null}
      <QueryState query={usage} what="the usage">
        {(data) => <UsageChart title={`Requests per day in ${name}`} usage={data} />}
      </QueryState>
    </div>
  );
}

function DeleteKey({ apiKey }: { apiKey: KeyDetail }) {
  const { canWrite } = useUser();
  const [isAsked, setAsked] = useState(false);
  const remove = useWrite("deleteKey");
  const { offer } = useUndo();
  const router = useRouter();
  if (!canWrite) return null;
  const uses = apiKey.plans.map(({ planName }) => planName).join(", ");
  return (
    <>
      <Button look="danger" onClick={() => setAsked(true)}>
        <Trash2 aria-hidden /> Delete key
      </Button>
      <ConfirmDialog
        open={isAsked}
        onOpenChange={setAsked}
        title={`Delete ${apiKey.name || apiKey.id}?`}
        action="Delete API key"
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(
            { keyId: apiKey.id },
            {
              onSuccess: ({ revision }) => {
                offer(`Deleted API key ${apiKey.name}`, revision);
                router.push("/keys");
              },
            },
          )
        }
      >
        <p>
          Calls with it answer 403 within a second. {uses === "" ? "It is in no usage plan." : `It leaves the usage plans ${uses}.`}
          {apiKey.lastUsedDay ? ` It was last used on ${apiKey.lastUsedDay}.` : " It was never used."}
        </p>
        {remove.error ? <Alert tone="error">{remove.error.message}</Alert> : null}
      </ConfirmDialog>
    </>
  );
}
