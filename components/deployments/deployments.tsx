"use client";
import { GitCompare, Rocket } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Comparison, draftSide } from "@/components/diff/comparison";
import { useShell } from "@/components/shell/shell-store";
import { useUser } from "@/components/shell/user";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { lazyPart } from "@/components/ui/lazy-part";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";
import type { DeploymentSummary, StageDetail } from "@/lib/client/operations";

const PromoteDialog = lazyPart(() => import("./promote-dialog").then((loaded) => loaded.PromoteDialog));

export function Deployments({ apiId }: { apiId: string }) {
  const deployments = useOperation("listDeployments", { apiId });
  const { canDeploy } = useUser();
  const stages = useOperation("listStages", { apiId }, { enabled: canDeploy });
  const [promoted, setPromoted] = useState<DeploymentSummary>();
  const setDeploy = useShell((state) => state.setDeploy);
  const [compare, setCompare] = useQueryStates({ from: parseAsString, to: parseAsString });
  return (
    <PageFrame title="Deployments" text="Each is a copy of the API that never changes. A stage serves one of them.">
      <QueryState query={deployments} what="the deployments">
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              title="No deployment yet"
              action={
                canDeploy ? (
                  <Button look="primary" onClick={() => setDeploy(true)}>
                    Deploy
                  </Button>
                ) : undefined
              }
            >
              A deployment freezes the draft, so that later edits never change what clients get.
            </EmptyState>
          ) : (
            <>
              {compare.from && compare.to ? (
                <Comparison
                  apiId={apiId}
                  list={list}
                  from={compare.from}
                  to={compare.to}
                  onChange={(next) => void setCompare(next)}
                  onClose={() => void setCompare({ from: null, to: null })}
                />
              ) : null}
              <DeploymentTable
                apiId={apiId}
                list={list}
                onCompare={(id) => void setCompare({ from: id, to: draftSide })}
                onPromote={canDeploy ? setPromoted : undefined}
                stages={stages.data ?? []}
              />
            </>
          )
        }
      </QueryState>
      {promoted && stages.data ? (
        <PromoteDialog apiId={apiId} deployment={promoted} stages={stages.data} onClose={() => setPromoted(undefined)} />
      ) : null}
    </PageFrame>
  );
}

type TableProps = {
  apiId: string;
  list: readonly DeploymentSummary[];
  stages: readonly StageDetail[];
  onCompare: (id: string) => void;
  /** Absent for those who may not deploy. */
  onPromote: ((deployment: DeploymentSummary) => void) | undefined;
};

function DeploymentTable({ apiId, list, stages, onCompare, onPromote }: TableProps) {
  return (
    <div className="overflow-x-auto rounded-md border border-line bg-raised">
      <table className="w-full text-left">
        <thead>
          <tr className="h-9 border-line border-b text-muted text-sm [&_th]:px-3 [&_th]:font-medium">
            <th scope="col">Id</th>
            <th scope="col">Note</th>
            <th scope="col">By</th>
            <th scope="col">When</th>
            <th scope="col">On stages</th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {list.map((each) => (
            <tr key={each.id} className="h-10 border-line border-b last:border-b-0 [&_td]:px-3">
              <td>
                <Link href={`/apis/${apiId}/deployments/${each.id}`} className="text-accent underline-offset-2 hover:underline">
                  <code>{each.id}</code>
                </Link>
              </td>
              <td className="max-w-72 truncate">{each.description ?? <span className="text-muted">no note</span>}</td>
              <td className="text-muted">{each.author ?? "unknown"}</td>
              <td className="whitespace-nowrap text-muted">
                <Time date={each.createdDate} />
              </td>
              <td>
                <span className="flex flex-wrap gap-1">
                  {each.stages.map((stage) => (
                    <Link key={stage} href={`/apis/${apiId}/stages/${encodeURIComponent(stage)}`}>
                      <Badge tone="accent">{stage}</Badge>
                    </Link>
                  ))}
                </span>
              </td>
              <td>
                <span className="flex justify-end gap-1">
                  {onPromote && stages.some(({ deploymentId }) => deploymentId !== each.id) ? (
                    <Button size="sm" aria-label={`Promote ${each.id} to a stage`} onClick={() => onPromote(each)}>
                      <Rocket aria-hidden /> Promote
                    </Button>
                  ) : null}
                  <Button size="sm" onClick={() => onCompare(each.id)}>
                    <GitCompare aria-hidden /> Compare
                  </Button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
