"use client";
import { Rocket } from "lucide-react";
import { OpenApprovals } from "@/components/approvals/open-approvals";
import { useOperation } from "@/components/data/use-operations";
import { useShell } from "@/components/shell/shell-store";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { StageCards } from "./stage-cards";

export function StageList({ apiId }: { apiId: string }) {
  const api = useOperation("getApi", { apiId });
  const { canDeploy } = useUser();
  const setDeploy = useShell((state) => state.setDeploy);
  return (
    <PageFrame
      title="Stages"
      text="Where clients call the API. Each serves one deployment, with settings and variables of its own."
      actions={
        canDeploy ? (
          <Button onClick={() => setDeploy(true)}>
            <Rocket aria-hidden /> Deploy to a stage
          </Button>
        ) : null
      }
    >
      <QueryState query={api} what="the stages">
        {(data) => (
          <>
            <OpenApprovals apiId={apiId} />
            <StageCards api={data} />
          </>
        )}
      </QueryState>
    </PageFrame>
  );
}
