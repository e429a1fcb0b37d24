"use client";
import { useCallback } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import type { V2StageDetail } from "@/lib/client/v2-operations";
import type { V2StageSettings } from "@/lib/definition/v2-api";
import { useEdits } from "./use-edits";
import { useReadAgain } from "./use-read-again";

const stageMaps = ["stageVariables", "routeSettings"] as const;

type Subject = { apiId: string; stage: V2StageDetail; part: string };

/** Edits of one part of a stage's settings; they act at once when they are saved, and have an undo. */
export function useStageEdits({ apiId, stage, part }: Subject) {
  const { stageName, settings, version } = stage;
  const draft = useEdits<V2StageSettings>({ key: `${apiId}:s:${stageName}:${part}`, saved: settings, version, mergedMaps: stageMaps });
  const { offer } = useUndo();
  const { mutate, isPending, error, reset } = useWrite("updateV2Stage", {
    onError: useReadAgain(apiId),
    onSuccess: ({ revision }) => offer(`Changed ${stageName}; it acts now`, revision),
  });
  const { dirty, edits, version: base, discard, rebase } = draft;
  const save = useCallback(() => {
    if (dirty && !isPending) mutate({ apiId, stageName, edits, expectedVersion: base }, { onSuccess: discard });
  }, [dirty, isPending, mutate, apiId, stageName, edits, base, discard]);
  const bar = {
    what: stageName,
    dirty,
    saving: isPending,
    error,
    onSave: save,
    onDiscard: () => {
      discard();
      reset();
    },
    onRebase: () => {
      rebase();
      reset();
    },
  };
  return { settings: draft.value, edit: draft.edit, save, bar };
}
