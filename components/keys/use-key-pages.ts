"use client";
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { KeyPage } from "@/lib/client/access-operations";
import { type CallError, call } from "@/lib/client/call";

const pageSize = 100;

/** The pages of keys that were scrolled to; of one plan, or of the workspace. */
export function useKeyPages({ text, planId }: { text: string; planId?: string | undefined }) {
  const filter = { ...(text === "" ? {} : { text }), ...(planId === undefined ? {} : { planId }) };
  return useInfiniteQuery<KeyPage, CallError, InfiniteData<KeyPage>, readonly unknown[], string | undefined>({
    queryKey: ["listKeys", { ...filter, paged: true }],
    initialPageParam: undefined,
    queryFn: async ({ pageParam, signal }) =>
      // The server's answer has the shape that the operation's row declares.
      (await call("query", "listKeys", { ...filter, limit: pageSize, ...(pageParam ? { position: pageParam } : {}) }, signal)) as KeyPage,
    getNextPageParam: ({ position }) => position,
    placeholderData: keepPreviousData,
  });
}
