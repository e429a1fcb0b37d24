"use client";
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { RevisionSummary } from "@/lib/client/audit-operations";
import { type CallError, call } from "@/lib/client/call";
import type { Input } from "@/lib/client/operations";

const pageSize = 50;

/** The pages of the history that were asked for, newest first. */
export function useRevisionPages(filter: Omit<Input<"listRevisions">, "limit" | "before">) {
  return useInfiniteQuery<RevisionSummary[], CallError, InfiniteData<RevisionSummary[]>, readonly unknown[], number | undefined>({
    queryKey: ["listRevisions", { ...filter, paged: true }],
    initialPageParam: undefined,
    queryFn: async ({ pageParam, signal }) => {
      const input = { ...filter, limit: pageSize, ...(pageParam === undefined ? {} : { before: pageParam }) };
      // The server's answer has the shape that the operation's row declares.
      return (await call("query", "listRevisions", input, signal)) as RevisionSummary[];
    },
    getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.seq),
    placeholderData: keepPreviousData,
  });
}
