"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { CreateSuiteDialog } from "./create-suite-dialog";
import { SavedRequestTable } from "./saved-request-table";
import { SuiteCard } from "./suite-card";

/** The suites of an API, and the saved requests that they are made of. */
export function Suites({ apiId }: { apiId: string }) {
  const suites = useOperation("listSuites", { apiId });
  const requests = useOperation("listSavedRequests", { apiId });
  const { canWrite } = useUser();
  const [isCreating, setCreating] = useState(false);
  const create = canWrite ? (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden /> New suite
    </Button>
  ) : null;
  return (
    <PageFrame
      title="Suites"
      text="Saved requests with what their answers have to be. A suite sends them together, by hand or before a deployment."
      actions={requests.data && requests.data.length > 0 ? create : null}
    >
      <QueryState query={requests} what="the saved requests">
        {(list) =>
          list.length === 0 ? (
            <EmptyState title="No saved request yet">
              Open the tester of a method, send a request and press “Save request ...”. Values of the answer become assertions there.
            </EmptyState>
          ) : (
            <>
              <QueryState query={suites} what="the suites">
                {(all) =>
                  all.length === 0 ? (
                    <EmptyState title="No suite yet" action={create}>
                      A suite sends several saved requests and says which answers are not as they have to be.
                    </EmptyState>
                  ) : (
                    all.map((suite) => <SuiteCard key={suite.id} apiId={apiId} suite={suite} requests={list} />)
                  )
                }
              </QueryState>
              <SavedRequestTable apiId={apiId} requests={list} />
            </>
          )
        }
      </QueryState>
      {isCreating ? <CreateSuiteDialog apiId={apiId} requests={requests.data ?? []} onClose={() => setCreating(false)} /> : null}
    </PageFrame>
  );
}
