"use client";
import { toast } from "sonner";
import { tellAsked } from "@/components/approvals/tell-asked";
import { useWrite } from "./use-operations";

/** Puts a deployment on a stage from a toast, which outlives the dialog that made it. */
export function useSetDeployment() {
  return useWrite("setStageDeployment", {
    onSuccess: ({ approvalId }, { stageName, deploymentId }) => {
      if (approvalId !== undefined) tellAsked({ stageName, deploymentId });
      else toast.success(`${stageName} serves ${deploymentId} again.`);
    },
    onError: (error, { stageName }) => void toast.error(`Could not move ${stageName}.`, { description: error.message }),
  });
}
