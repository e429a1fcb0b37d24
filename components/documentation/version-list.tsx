"use client";
import { RotateCcw, Trash2 } from "lucide-react";
import { toast } from "sonner";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";

/** The published versions; restoring makes the parts those of a version again. */
export function VersionList({ apiId }: { apiId: string }) {
  const versions = useOperation("listDocumentationVersions", { apiId });
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const onError = (error: Error) => void toast.error("It did not work.", { description: error.message });
  const restore = useWrite("restoreDocumentation", { onError });
  const remove = useWrite("deleteDocumentationVersion", { onError });
  return (
    <section aria-label="Versions" className="flex flex-col gap-2">
      <h2 className="text-lg">Versions</h2>
      <QueryState query={versions} what="the versions">
        {(list) =>
          list.length === 0 ? (
            <p className="text-muted">None is published yet.</p>
          ) : (
            <ul className="divide-y divide-line rounded-md border border-line bg-raised">
              {list.map(({ version, description, createdDate }) => (
                <li key={version} className="flex items-center gap-3 px-3 py-1.5">
                  <span className="font-medium">{version}</span>
                  <span className="min-w-0 flex-1 truncate text-muted">{description}</span>
                  <span className="text-muted text-sm">
                    <Time date={createdDate} />
                  </span>
                  {canWrite ? (
                    <>
                      <Button
                        size="sm"
                        busy={restore.isPending}
                        aria-label={`Restore ${version}`}
                        onClick={() =>
                          restore.mutate(
                            { apiId, version },
                            { onSuccess: ({ revision }) => offer(`The documentation is that of ${version} again`, revision) },
                          )
                        }
                      >
                        <RotateCcw aria-hidden /> Restore
                      </Button>
                      <Button
                        look="ghost"
                        size="iconSm"
                        aria-label={`Delete ${version}`}
                        onClick={() =>
                          remove.mutate(
                            { apiId, version },
                            { onSuccess: ({ revision }) => offer(`Deleted documentation ${version}`, revision) },
                          )
                        }
                      >
                        <Trash2 />
                      </Button>
                    </>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </section>
  );
}
