"use client";
import { useOperation } from "@/components/data/use-operations";
import { QueryState } from "@/components/ui/query-state";
import { V2Overview } from "@/components/v2/v2-overview";
import { Overview } from "./overview";

/** The first page of an API of any kind. */
export function ApiOverview({ apiId }: { apiId: string }) {
  const api = useOperation("getApiSummary", { apiId });
  return (
    <QueryState query={api} what="the API">
      {({ kind }) => (kind === "REST" ? <Overview apiId={apiId} /> : <V2Overview apiId={apiId} />)}
    </QueryState>
  );
}
