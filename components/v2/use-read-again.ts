"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { CallError } from "@/lib/client/call";
import { queryKey } from "@/lib/client/keys";

/** After a save that came too late: what others saved is read, so that the edits can go on top of it. */
export function useReadAgain(apiId: string): (error: CallError) => void {
  const queries = useQueryClient();
  return useCallback(
    (error) => {
      if (error.code === "ConflictException") void queries.invalidateQueries({ queryKey: queryKey("getV2Api", { apiId }) });
    },
    [queries, apiId],
  );
}
