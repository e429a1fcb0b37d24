"use client";
import { toast } from "sonner";

/** Says that a protected stage waits for a second member now. */
export function tellAsked({ stageName, deploymentId }: { stageName: string; deploymentId: string }): void {
  toast.success(`Asked to put ${deploymentId} on ${stageName}`, {
    description: `Another member approves it on the page of the stage; until then ${stageName} serves what it served.`,
  });
}
