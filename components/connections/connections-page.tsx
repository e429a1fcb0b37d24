"use client";
import { Rocket } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useOperation } from "@/components/data/use-operations";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, NativeSelect } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import { ConnectionBoard } from "./connection-board";
import { SocketTester } from "./socket-tester";

/** A client of a WebSocket API to try it with, and the board of connections that are open. */
export function ConnectionsPage({ apiId }: { apiId: string }) {
  const api = useOperation("getV2Api", { apiId });
  return (
    <PageFrame title="Connections" text="Connect as a client, see which route takes each message, and what is open on a stage.">
      <QueryState query={api} what="the API">
        {(data) => <OnStage api={data} />}
      </QueryState>
    </PageFrame>
  );
}

function OnStage({ api }: { api: V2ApiDetail }) {
  const [chosen, setChosen] = useQueryState("stage", parseAsString);
  const stages = api.stages.filter(({ deploymentId }) => deploymentId !== "");
  const stage = stages.find(({ stageName }) => stageName === chosen) ?? stages[0];
  if (stage === undefined) {
    return (
      <EmptyState
        title="Nothing to connect to yet"
        icon={<Rocket />}
        action={
          <Button asChild look="primary">
            <Link href={`/apis/${api.id}/stages`}>Go to the stages</Link>
          </Button>
        }
      >
        Clients connect to a stage that serves a deployment.
      </EmptyState>
    );
  }
  return (
    <>
      {stages.length > 1 ? (
        <Field label="Stage" className="max-w-60">
          {(ids) => (
            <NativeSelect {...ids} value={stage.stageName} onChange={(event) => void setChosen(event.target.value)}>
              {stages.map(({ stageName }) => (
                <option key={stageName}>{stageName}</option>
              ))}
            </NativeSelect>
          )}
        </Field>
      ) : null}
      <SocketTester key={stage.stageName} api={api} stage={stage} />
      <ConnectionBoard apiId={api.id} stageName={stage.stageName} />
    </>
  );
}
