"use client";
import { ShieldQuestion } from "lucide-react";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import { Time } from "@/components/ui/time";
import type { ApprovalView } from "@/lib/client/approval-operations";
import { useApprovals } from "./use-approvals";

const ReviewDialog = lazyPart(() => import("./review-dialog").then((loaded) => loaded.ReviewDialog));

/** What waits for a second member, of one stage or of all; nothing at all where nothing waits. */
export function OpenApprovals({ apiId, stageName }: { apiId: string; stageName?: string }) {
  const { query } = useApprovals(apiId);
  const [reviewed, setReviewed] = useState<ApprovalView>();
  if (query.error && !query.data)
    return (
      <Alert tone="error" title="Could not read what waits for an approval.">
        <code>{query.error.message}</code>
      </Alert>
    );
  const open = (query.data?.approvals ?? []).filter(
    (each) => each.status === "open" && (stageName === undefined || each.stageName === stageName),
  );
  return (
    <>
      {open.length > 0 ? (
        <section aria-label="Waiting for approval" className="rounded-md border border-warn/30 bg-warn-bg">
          <ul className="divide-y divide-warn/30">
            {open.map((approval) => (
              <li key={approval.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
                <ShieldQuestion aria-hidden className="size-4 shrink-0 text-warn" />
                <p className="min-w-0 flex-1">
                  <span className="font-medium">{approval.requestedBy.name}</span> asks to{" "}
                  {approval.canary ? (
                    <>
                      send {approval.canary.percentTraffic}% of <span className="font-medium">{approval.stageName}</span> to{" "}
                      <code>{approval.deploymentId}</code>
                    </>
                  ) : (
                    <>
                      put <code>{approval.deploymentId}</code> on <span className="font-medium">{approval.stageName}</span>
                    </>
                  )}{" "}
                  <span className="text-muted">
                    <Time date={approval.createdDate} />
                  </span>
                  {approval.description ? <span className="block text-sm">{approval.description}</span> : null}
                  {approval.remark ? <span className="block text-sm">{approval.remark}</span> : null}
                </p>
                {approval.isStale ? <Badge tone="error">out of date</Badge> : null}
                <Button
                  size="sm"
                  look="primary"
                  aria-label={`Review ${approval.deploymentId} for ${approval.stageName}`}
                  onClick={() => setReviewed(approval)}
                >
                  Review
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {reviewed ? <ReviewDialog apiId={apiId} approval={reviewed} onClose={() => setReviewed(undefined)} /> : null}
    </>
  );
}
