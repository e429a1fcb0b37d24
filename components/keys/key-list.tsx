"use client";
import { type ReactNode, useCallback, useMemo } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { KeySummary } from "@/lib/client/access-operations";
import { KeyTable } from "./key-table";
import { useKeyPages } from "./use-key-pages";

type Props = {
  text: string;
  planId?: string;
  /** What stands in the place of an empty list that is not filtered. */
  empty: ReactNode;
  actions?: (key: KeySummary) => ReactNode;
};

/** Keys that match a text, page by page. */
export function KeyList({ text, planId, empty, actions }: Props) {
  const pages = useKeyPages({ text, planId });
  const keys = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = pages;
  const more = useCallback(() => void (isFetchingNextPage || fetchNextPage()), [fetchNextPage, isFetchingNextPage]);
  if (pages.data === undefined && pages.error) {
    return (
      <Alert
        tone="error"
        live
        title="Could not read the API keys."
        actions={
          <Button size="sm" onClick={() => pages.refetch()}>
            Try again
          </Button>
        }
      >
        {pages.error.message}
      </Alert>
    );
  }
  if (pages.data === undefined) return <SkeletonRows label="Reading the API keys" />;
  if (keys.length === 0)
    return text === "" ? empty : <p className="p-3 text-muted">No API key has “{text}” in its name, in a tag or as its id.</p>;
  return (
    <KeyTable
      keys={keys}
      total={hasNextPage ? undefined : keys.length}
      hasMore={hasNextPage}
      onMore={more}
      {...(planId === undefined ? {} : { planId })}
      {...(actions === undefined ? {} : { actions })}
    />
  );
}
