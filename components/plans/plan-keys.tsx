"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CreateKeyDialog } from "@/components/keys/create-key-dialog";
import { KeyList } from "@/components/keys/key-list";
import { RemoveFromPlan } from "@/components/keys/key-plans";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import type { PlanSummary } from "@/lib/client/access-operations";

/** The keys of a plan with what each used. */
export function PlanKeys({ plan }: { plan: PlanSummary }) {
  const { canWrite } = useUser();
  const router = useRouter();
  const [text, setText] = useState("");
  const [isNew, setNew] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label="Find keys of the plan"
          placeholder="Part of a name, or an id"
          maxLength={200}
          className="mr-auto max-w-80"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {canWrite ? (
          <Button onClick={() => setNew(true)}>
            <Plus aria-hidden /> New key in this plan
          </Button>
        ) : null}
      </div>
      <KeyList
        text={text.trim()}
        planId={plan.id}
        empty={<p className="text-muted">No key in this plan. Make one here, or add one from its own page.</p>}
        {...(canWrite ? { actions: (key) => <RemoveFromPlan apiKey={key} planId={plan.id} planName={plan.name} /> } : {})}
      />
      {isNew ? <CreateKeyDialog planId={plan.id} onClose={() => setNew(false)} onOpen={(keyId) => router.push(`/keys/${keyId}`)} /> : null}
    </div>
  );
}
