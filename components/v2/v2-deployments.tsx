"use client";
import { GitCompare, History } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useOperation } from "@/components/data/use-operations";
import { Comparison, draftSide } from "@/components/diff/comparison";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";
import type { V2DeploymentSummary } from "@/lib/client/v2-operations";

/** The deployments of an HTTP or WebSocket API, the newest first. */
export function V2Deployments({ apiId }: { apiId: string }) {
  const deployments = useOperation("listV2Deployments", { apiId });
  const [compare, setCompare] = useQueryStates({ from: parseAsString, to: parseAsString });
  return (
    <PageFrame
      title="Deployments"
      text="Each is a copy of the API that never changes. A stage serves one of them; its page takes it back to an earlier one."
    >
      <QueryState query={deployments} what="the deployments">
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              title="No deployment yet"
              icon={<History />}
              action={
                <Button asChild look="primary">
                  <Link href={`/apis/${apiId}/stages`}>Go to the stages</Link>
                </Button>
              }
            >
              A deployment freezes the draft. Stages that deploy by themselves make one of every change.
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
              <DeploymentTable apiId={apiId} list={list} onCompare={(id) => void setCompare({ from: id, to: draftSide })} />
            </>
          )
        }
      </QueryState>
    </PageFrame>
  );
}

type TableProps = { apiId: string; list: readonly V2DeploymentSummary[]; onCompare: (id: string) => void };

function DeploymentTable({ apiId, list, onCompare }: TableProps) {
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
                <code>{each.id}</code>
              </td>
              <td className="max-w-72 truncate">
                {each.autoDeployed ? <Badge>by itself</Badge> : (each.description ?? <span className="text-muted">no note</span>)}
              </td>
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
              <td className="text-right">
                <Button size="sm" aria-label={`Compare ${each.id} with the draft`} onClick={() => onCompare(each.id)}>
                  <GitCompare aria-hidden /> Compare
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
