"use client";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Panel } from "@/components/stages/panel";
import { Badge, type Tone } from "@/components/ui/badge";
import { QueryState } from "@/components/ui/query-state";
import { SwitchField } from "@/components/ui/switch";
import { Time } from "@/components/ui/time";
import type { ApprovalView } from "@/lib/client/approval-operations";
import type { ApprovalStatus } from "@/lib/definition/approval";
import { useApprovals } from "./use-approvals";

/** As many decisions as one looks back at; the history of the API has all. */
const shownMax = 5;

/** Whether deployments to a stage need a second member, and what was decided last. */
export function ProtectionPanel({ apiId, stageName }: { apiId: string; stageName: string }) {
  const { canAdminister } = useUser();
  const { query } = useApprovals(apiId);
  const write = useWrite("setStageProtection");
  const { offer } = useUndo();
  return (
    <Panel
      title="Protection"
      text="Deployments, promotions and roll-backs of a protected stage need the approval of a second member; new canaries are refused."
    >
      <QueryState query={query} what="the protection">
        {({ protectedStages, approvals }) => (
          <>
            <SwitchField
              label="Protected stage"
              disabled={!canAdminister || write.isPending}
              checked={write.isPending ? write.variables.isProtected : protectedStages.includes(stageName)}
              help={
                canAdminister
                  ? "Whoever asks for a deployment cannot approve it. The AWS endpoint refuses to deploy here."
                  : "An owner can change it."
              }
              onChange={(isProtected) =>
                write.mutate(
                  { apiId, stageName, isProtected },
                  {
                    onSuccess: ({ revision }) =>
                      offer(isProtected ? `${stageName} is protected` : `${stageName} is not protected any more`, revision),
                  },
                )
              }
            />
            {write.error ? (
              <p role="alert" className="text-error">
                Could not change the protection: <code>{write.error.message}</code>
              </p>
            ) : null}
            <Decisions approvals={approvals.filter((each) => each.stageName === stageName && each.status !== "open")} />
          </>
        )}
      </QueryState>
    </Panel>
  );
}

const tones: Record<ApprovalStatus, Tone> = { open: "warn", approved: "ok", declined: "error", withdrawn: "neutral" };

function Decisions({ approvals }: { approvals: readonly ApprovalView[] }) {
  if (approvals.length === 0) return null;
  return (
    <section aria-label="Last decisions" className="flex flex-col gap-1">
      <h3 className="font-medium">Last decisions</h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {approvals.slice(0, shownMax).map(({ id, status, deploymentId, requestedBy, decidedBy, decidedAt, reason }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 px-2.5 py-1.5 text-sm">
            <Badge tone={tones[status]}>{status}</Badge>
            <code>{deploymentId}</code>
            <span className="min-w-0 flex-1">
              asked for by {requestedBy.name}
              {decidedBy && status !== "withdrawn" ? `, decided by ${decidedBy.name}` : ""}
              {reason ? `: ${reason}` : ""}
            </span>
            {decidedAt ? (
              <span className="text-muted">
                <Time date={decidedAt} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
