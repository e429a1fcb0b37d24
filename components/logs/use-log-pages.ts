"use client";
import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { type CallError, call } from "@/lib/client/call";
import type { LogCursor, LogPage } from "@/lib/definition/traffic";

const pageSize = 200;
/** More rows than anybody reads; the filter narrows what is beyond. */
const pagesMax = 50;

/** The pages of the log that were scrolled to. */
export function useLogPages(filter: string) {
  return useInfiniteQuery<LogPage, CallError, InfiniteData<LogPage>, readonly unknown[], LogCursor | undefined>({
    queryKey: ["searchLogs", { filter, paged: true }],
    initialPageParam: undefined,
    queryFn: async ({ pageParam, signal }) =>
      // The server's answer has the shape that the operation's row declares.
      (await call("query", "searchLogs", { filter, limit: pageSize, ...(pageParam ? { before: pageParam } : {}) }, signal)) as LogPage,
    getNextPageParam: ({ next }, pages) => (pages.length < pagesMax ? next : undefined),
  });
}
