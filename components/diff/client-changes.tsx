import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { QueryState } from "@/components/ui/query-state";
import { plural } from "@/lib/client/format";
import type { Input } from "@/lib/client/operations";
import { DiffList } from "./diff-list";

type Props = Input<"diff"> & { stageName: string /** Said where both have the same content. */; same: string };

/** What changes for the clients of a stage. */
export function ClientChanges({ apiId, from, to, stageName, same }: Props) {
  const diff = useOperation("diff", { apiId, from, to });
  return (
    <QueryState query={diff} what="the difference">
      {(changes) =>
        changes.length === 0 ? (
          <Alert tone="ok">{same}</Alert>
        ) : (
          <section aria-label="What changes for clients" className="flex flex-col gap-2">
            <div className="flex items-center gap-2">
              <h3 className="mr-auto text-lg">
                {plural(changes.length, "change")} for clients of {stageName}
              </h3>
              <CopyAs what="these changes" size="sm" subject={{ kind: "diff", apiId, from, to }} />
            </div>
            <DiffList changes={changes} />
          </section>
        )
      }
    </QueryState>
  );
}
