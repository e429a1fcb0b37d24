"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { CreateV2StageDialog } from "./create-stage-dialog";
import { V2StageList } from "./v2-stage-list";

/** The stages of an HTTP or WebSocket API. */
export function V2StagesPage({ apiId }: { apiId: string }) {
  const api = useOperation("getV2Api", { apiId });
  const { canDeploy } = useUser();
  const [creating, setCreating] = useState(false);
  return (
    <PageFrame
      title="Stages"
      text="Where clients call the API. Each serves one deployment, with settings and variables of its own."
      actions={
        canDeploy && api.data ? (
          <Button look="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden /> New stage
          </Button>
        ) : null
      }
    >
      <QueryState query={api} what="the stages">
        {(data) => (
          <>
            <V2StageList api={data} />
            {creating ? <CreateV2StageDialog api={data} onClose={() => setCreating(false)} /> : null}
          </>
        )}
      </QueryState>
    </PageFrame>
  );
}
