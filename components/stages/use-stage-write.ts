"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { applyMergePatch } from "@/lib/base/merge-patch";
import { queryKey } from "@/lib/client/keys";
import type { Input, StageDetail } from "@/lib/client/operations";

export type StagePatch = Input<"updateStage">["patch"];

/**
 * Changes of a stage; they act at once, so each says so and can be undone. A switch or a choice shows its new value before it is
 * stored and goes on top of what others saved; a form is refused when somebody saved since it was read.
 */
export function useStageWrite(stage: StageDetail) {
  const queries = useQueryClient();
  const write = useWrite("updateStage");
  const { offer } = useUndo();
  const { mutate } = write;
  const { apiId, stageName, version } = stage;
  const send = useCallback(
    (input: Pick<Input<"updateStage">, "patch" | "expectedVersion">, said: string, onSaved?: () => void) => {
      const key = queryKey("getStage", { apiId, stageName });
      mutate(
        { apiId, stageName, ...input },
        {
          onSuccess: ({ revision }) => {
            offer(said, revision);
            onSaved?.();
          },
          onError: () => void queries.invalidateQueries({ queryKey: key }),
        },
      );
    },
    [mutate, offer, queries, apiId, stageName],
  );
  const save = useCallback(
    (patch: StagePatch, said: string, onSaved?: () => void) => {
      const { deploymentId: _deployment, ...settings } = patch;
      queries.setQueryData<StageDetail>(queryKey("getStage", { apiId, stageName }), (old) =>
        // A patch of settings makes settings.
        old ? { ...old, settings: applyMergePatch(old.settings, settings) as StageDetail["settings"] } : old,
      );
      send({ patch }, said, onSaved);
    },
    [send, queries, apiId, stageName],
  );
  const saveForm = useCallback((patch: StagePatch, said: string) => send({ patch, expectedVersion: version }, said), [send, version]);
  const promotion = useWrite("promoteCanary");
  const promote = () =>
    promotion.mutate(
      { apiId, stageName, expectedVersion: version },
      { onSuccess: ({ revision }) => offer(`Promoted the canary of ${stageName}`, revision) },
    );
  return { save, saveForm, promote, error: write.error ?? promotion.error, busy: write.isPending || promotion.isPending };
}
