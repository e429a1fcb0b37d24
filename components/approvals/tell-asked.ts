"use client";
import { toast } from "sonner";

/** Says that a protected stage waits for a second member now. */
export function tellAsked({ stageName, deploymentId, share }: { stageName: string; deploymentId: string; share?: number }): void {
  const what = share === undefined ? `put ${deploymentId} on ${stageName}` : `send ${share}% of ${stageName} to ${deploymentId}`;
  toast.success(`Asked to ${what}`, {
    description: `Another member approves it on the page of the stage; until then ${stageName} serves what it served.`,
  });
}
