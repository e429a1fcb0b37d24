"use client";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { toast } from "sonner";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { QueryState } from "@/components/ui/query-state";
import type { KeyDetail } from "@/lib/client/access-operations";
import type { Gate, GateFix } from "@/lib/definition/gates";
import { ExtendQuota } from "./extend-quota";
import { GateList } from "./gate-list";
import { type ChosenMethod, chosenMethod, StageMethodPicker } from "./stage-method-picker";

const text = parseAsString.withDefault("");

/** What every gate says about this key on a method of a stage; the address has the choice, so that it can be sent to somebody. */
export function CheckKey({ apiKey }: { apiKey: KeyDetail }) {
  const [{ api, stage, method }, setView] = useQueryStates({ api: text, stage: text, method: text });
  const picked = { apiId: api, stageName: stage, method };
  const chosen = chosenMethod(picked);
  return (
    <section aria-label="Check key" className="flex flex-col gap-4">
      <StageMethodPicker
        picked={picked}
        onPick={(next) => void setView({ api: next.apiId || null, stage: next.stageName || null, method: next.method || null })}
      />
      {chosen === undefined ? (
        <p className="text-muted">Choose a method to see which gates a call with this key meets, and what each of them says.</p>
      ) : (
        <Checked apiKey={apiKey} chosen={chosen} />
      )}
    </section>
  );
}

function Checked({ apiKey, chosen }: { apiKey: KeyDetail; chosen: ChosenMethod }) {
  const gates = useOperation("checkKey", { keyId: apiKey.id, ...chosen });
  return (
    <QueryState query={gates} what="the gates">
      {(list) => (
        <div className="flex flex-col gap-2" aria-live="polite">
          <p className="font-medium">{verdictOf(list, chosen)}</p>
          <GateList label="Gates" gates={list} fix={(gate) => <Fix gate={gate} apiKey={apiKey} chosen={chosen} />} />
        </div>
      )}
    </QueryState>
  );
}

function verdictOf(gates: readonly Gate[], { httpMethod, resourcePath, stageName }: ChosenMethod): string {
  const refusing = gates.find(({ verdict }) => verdict === "refuses");
  const call = `${httpMethod} ${resourcePath} on ${stageName}`;
  return refusing === undefined ? `${call} lets this key through.` : `${call} refuses this key: ${refusing.name}.`;
}

type FixProps = { gate: Gate; apiKey: KeyDetail; chosen: ChosenMethod };

function Fix({ gate: { fix }, apiKey, chosen }: FixProps) {
  const { canWrite } = useUser();
  if (fix === undefined || !canWrite) return null;
  switch (fix.kind) {
    case "enable-key":
      return <EnableKey apiKey={apiKey} />;
    case "extend-key":
      return <LinkFix href={`/keys/${apiKey.id}`} text="Change the end of the key" />;
    case "add-to-plan":
      return <AddToPlans apiKey={apiKey} fix={fix} />;
    case "extend-quota":
      return <ExtendQuota apiKey={apiKey} planId={fix.planId} />;
    case "require-key":
      return (
        <LinkFix
          href={`/apis/${fix.apiId}/resources?node=${encodeURIComponent(chosen.resourcePath)}&method=${chosen.httpMethod}&box=method-request`}
          text="Open the method request"
        />
      );
    case "link-stage":
      return <LinkFix href={`/plans/${fix.planId}?tab=stages`} text="Add the stage to the plan" />;
    case "change-plan":
      return <LinkFix href={`/plans/${fix.planId}?tab=limits`} text="Change the limits" />;
  }
}

function LinkFix({ href, text: label }: { href: string; text: string }) {
  return (
    <Button size="sm" asChild>
      <Link href={href}>{label}</Link>
    </Button>
  );
}

function EnableKey({ apiKey }: { apiKey: KeyDetail }) {
  const write = useWrite("updateKey");
  const { offer } = useUndo();
  return (
    <Button
      size="sm"
      look="primary"
      busy={write.isPending}
      onClick={() =>
        write.mutate(
          { keyId: apiKey.id, enabled: true },
          {
            onSuccess: ({ revision }) => offer(`Enabled ${apiKey.name}`, revision),
            onError: (error) => void toast.error(`Could not enable ${apiKey.name}.`, { description: error.message }),
          },
        )
      }
    >
      Enable the key
    </Button>
  );
}

function AddToPlans({ apiKey, fix }: { apiKey: KeyDetail; fix: Extract<GateFix, { kind: "add-to-plan" }> }) {
  const plans = useOperation("listPlans", {});
  const write = useWrite("addKeyToPlan");
  const { offer } = useUndo();
  const fitting = (plans.data ?? []).filter(({ id }) => fix.planIds.includes(id)).slice(0, shownPlans);
  if (plans.data !== undefined && fitting.length === 0) return <LinkFix href="/plans?new=true" text="Make a plan for this stage" />;
  return fitting.map(({ id, name }) => (
    <Button
      key={id}
      size="sm"
      look="primary"
      busy={write.isPending}
      onClick={() =>
        write.mutate(
          { keyId: apiKey.id, planId: id },
          {
            onSuccess: ({ revision }) => offer(`Added ${apiKey.name} to ${name}`, revision),
            onError: (error) => void toast.error(`Could not add the key to ${name}.`, { description: error.message }),
          },
        )
      }
    >
      Add to {name}
    </Button>
  ));
}

/** More buttons than these are no fix any more but a list. */
const shownPlans = 5;
