"use client";
import { useCallback } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import type { Input, StageDetail } from "@/lib/client/operations";

export type StagePatch = Input<"updateStage">["patch"];

/** Changes of a stage; they act at once, so each says so and can be undone. */
export function useStageWrite(stage: StageDetail) {
  const write = useWrite("updateStage");
  const { offer } = useUndo();
  const { mutate } = write;
  const { apiId, stageName, version } = stage;
  const save = useCallback(
    (patch: StagePatch, said: string, onSaved?: () => void) =>
      mutate(
        { apiId, stageName, patch, expectedVersion: version },
        {
          onSuccess: ({ revision }) => {
            offer(said, revision);
            onSaved?.();
          },
        },
      ),
    [mutate, apiId, stageName, version, offer],
  );
  return { save, error: write.error, busy: write.isPending };
}
