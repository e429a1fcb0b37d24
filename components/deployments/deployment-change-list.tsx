"use client";
import { useOperation } from "@/components/data/use-operations";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";
import { plural } from "@/lib/client/format";

type Props = { apiId: string; deploymentId: string };

/** The changes of the draft that came with a deployment, and the people who made them. */
export function DeploymentChangeList({ apiId, deploymentId }: Props) {
  const changes = useOperation("listDeploymentChanges", { apiId, deploymentId }, { staleMs: Number.POSITIVE_INFINITY });
  return (
    <div className="flex flex-col gap-3 overflow-auto p-4">
      <p className="text-muted">Choose a method of the tree to read and call it as it was frozen.</p>
      <h2 className="text-lg">What came with this deployment</h2>
      <QueryState query={changes} what="the changes">
        {({ changes: list, count, people }) =>
          list.length === 0 ? (
            <p className="text-muted">Nothing: the draft was the same as in the deployment before.</p>
          ) : (
            <>
              <p>
                {plural(count, "change")} by {people.join(", ")}
              </p>
              <ol aria-label="Changes" className="divide-y divide-line rounded-md border border-line bg-raised">
                {list.map(({ seq, summary, actorName, at }) => (
                  <li key={seq} className="flex flex-wrap items-baseline gap-x-3 px-3 py-1.5">
                    <span className="min-w-0 break-words">{summary}</span>
                    <span className="ml-auto whitespace-nowrap text-muted text-sm">
                      {actorName}, <Time date={at} />
                    </span>
                  </li>
                ))}
              </ol>
              {count > list.length ? <p className="text-muted text-sm">and {count - list.length} earlier ones</p> : null}
            </>
          )
        }
      </QueryState>
    </div>
  );
}
