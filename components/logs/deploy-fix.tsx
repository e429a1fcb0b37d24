"use client";
import { Rocket } from "lucide-react";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";

const DeployDialog = lazyPart(() => import("@/components/deploy/deploy-dialog").then((loaded) => loaded.DeployDialog));

/** What is only in the draft answers after a deployment. */
export function DeployFix({ apiId, stageName }: { apiId: string; stageName: string }) {
  const { canDeploy } = useUser();
  const [isOpen, setOpen] = useState(false);
  const api = useOperation("getApi", { apiId }, { enabled: canDeploy });
  if (!canDeploy || !api.data) return null;
  return (
    <>
      <Button size="sm" look="primary" onClick={() => setOpen(true)}>
        <Rocket aria-hidden /> Deploy to {stageName}
      </Button>
      {isOpen ? <DeployDialog apiId={apiId} stages={api.data.stages} initialStage={stageName} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
