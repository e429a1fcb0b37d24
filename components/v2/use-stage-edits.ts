"use client";
import { useCallback } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import type { V2StageDetail } from "@/lib/client/v2-operations";
import { secretMask } from "@/lib/definition/secret-variables";
import type { V2StageSettings } from "@/lib/definition/v2-api";
import type { Edits } from "@/lib/definition/v2-edits";
import { useReadAgain } from "./use-read-again";
import { type Sent, useSavedEdits } from "./use-saved-edits";

const stageMaps = ["stageVariables", "secretVariables", "routeSettings"] as const;

type Subject = { apiId: string; stage: V2StageDetail; part: string };

/** The edits without the values of secret variables, which the browser does not keep. */
function withoutTypedSecrets(edits: Edits<V2StageSettings>, saved: V2StageSettings): Edits<V2StageSettings> {
  const { stageVariables, secretVariables = saved.secretVariables } = edits;
  if (!isMap(stageVariables) || !isMap(secretVariables)) return edits;
  const isKept = ([name]: [string, unknown]) => !Object.hasOwn(secretVariables, name) || saved.secretVariables?.[name] !== undefined;
  const kept = Object.entries(stageVariables).filter(isKept);
  return {
    ...edits,
    stageVariables: Object.fromEntries(kept.map(([name, value]) => [name, Object.hasOwn(secretVariables, name) ? secretMask : value])),
    secretVariables: Object.fromEntries(Object.entries(secretVariables).filter(isKept)),
  };
}

const isMap = (value: unknown): value is Record<string, string> => typeof value === "object" && value !== null;

/** Edits of one part of a stage's settings; they act at once when they are saved, and have an undo. */
export function useStageEdits({ apiId, stage, part }: Subject) {
  const { stageName, settings, version } = stage;
  const storable = useCallback((edits: Edits<V2StageSettings>) => withoutTypedSecrets(edits, settings), [settings]);
  const key = `${apiId}:s:${stageName}:${part}`;
  const subject = { key, saved: settings, version, mergedMaps: stageMaps, storable };
  const { offer } = useUndo();
  const write = useWrite("updateV2Stage", {
    onError: useReadAgain(apiId),
    onSuccess: ({ revision }) => offer(`Changed ${stageName}; it acts now`, revision),
  });
  const inputOf = useCallback((sent: Sent<V2StageSettings>) => ({ apiId, stageName, ...sent }), [apiId, stageName]);
  const { value, edit, save, bar } = useSavedEdits<V2StageSettings, ReturnType<typeof inputOf>>(subject, {
    what: stageName,
    write,
    inputOf,
  });
  const isSecret = ([member, name = ""]: readonly string[]) =>
    member === "secretVariables" || (member === "stageVariables" && Object.hasOwn(value.secretVariables ?? {}, name));
  return { settings: value, edit, save, bar: { ...bar, isSecret } };
}
