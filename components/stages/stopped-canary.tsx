"use client";
import { Alert } from "@/components/ui/alert";
import { absoluteTime } from "@/lib/client/format";
import type { StageDetail } from "@/lib/client/operations";

/** Why the last canary is no more, when its rules ended it. */
export function StoppedCanary({ stage }: { stage: StageDetail }) {
  const stopped = stage.settings.stoppedCanary;
  if (stopped === undefined) return null;
  const { deploymentId, atMs, why } = stopped;
  return (
    <Alert tone="warn" title={`A rule stopped the canary at ${absoluteTime(new Date(atMs).toISOString())}.`}>
      {why}. Every call goes to the stage's own deployment again; the canary's was <code>{deploymentId}</code>.
    </Alert>
  );
}
