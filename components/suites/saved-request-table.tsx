"use client";
import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { methodTarget, testerKey, useTester } from "@/components/tester/use-tester";
import { Alert } from "@/components/ui/alert";
import { Verb } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/client/format";
import type { SavedRequestDetail } from "@/lib/client/test-operations";
import { testerAddress } from "./request-address";

type Props = { apiId: string; requests: readonly SavedRequestDetail[] };

/** Every saved request; its name opens it in the tester. */
export function SavedRequestTable({ apiId, requests }: Props) {
  const { canWrite } = useUser();
  const remove = useWrite("deleteSavedRequest");
  const { offer } = useUndo();
  const setRequest = useTester((state) => state.setRequest);
  const target = useOperation("getApi", { apiId }).data?.stages[0]?.stageName ?? methodTarget;
  return (
    <section aria-label="Saved requests" className="flex flex-col gap-2">
      <h2 className="text-lg">Saved requests</h2>
      {remove.error ? (
        <Alert tone="error" live title="Could not delete the request.">
          <code>{remove.error.message}</code>
        </Alert>
      ) : null}
      <div className="overflow-x-auto rounded-md border border-line bg-raised">
        <table className="w-full text-left">
          <thead className="text-muted text-sm">
            <tr className="h-8 border-line border-b [&_th]:px-3 [&_th]:font-medium">
              <th scope="col">Name</th>
              <th scope="col">Method</th>
              <th scope="col">Assertions</th>
              <th scope="col" className="w-12">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {requests.map((request) => {
              const { id, name, path, httpMethod, assertions, pathParameters, query, headers, body } = request;
              return (
                <tr key={id} className="h-9 border-line border-b last:border-b-0 [&_td]:px-3">
                  <td>
                    <Link
                      href={testerAddress(apiId, request)}
                      className="text-accent underline-offset-2 hover:underline"
                      onClick={() =>
                        setRequest(testerKey(apiId, path, httpMethod), {
                          target,
                          pathParameters,
                          query,
                          headers,
                          body,
                          assertions,
                          variablesOf: "",
                          savedId: id,
                        })
                      }
                    >
                      {name}
                    </Link>
                  </td>
                  <td>
                    <span className="flex items-center gap-2">
                      <Verb verb={httpMethod} /> <code>{path}</code>
                    </span>
                  </td>
                  <td className="text-muted">{assertions.length === 0 ? "none" : plural(assertions.length, "assertion")}</td>
                  <td>
                    {canWrite ? (
                      <Button
                        look="ghost"
                        size="iconSm"
                        aria-label={`Delete the saved request ${name}`}
                        onClick={() =>
                          remove.mutate({ apiId, id }, { onSuccess: ({ revision }) => offer(`Deleted the request ${name}`, revision) })
                        }
                      >
                        <Trash2 />
                      </Button>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
