"use client";
import { useCallback } from "react";
import type { FieldChange } from "@/lib/base/merge-edits";
import type { CallError } from "@/lib/client/call";
import type { Edits } from "@/lib/definition/v2-edits";
import type { DraftBarProps } from "./draft-bar";
import { type Subject, useEdits } from "./use-edits";

type Writer<Input> = {
  mutate: (input: Input, options: { onSuccess: () => void }) => void;
  isPending: boolean;
  error: CallError | null;
  reset: () => void;
};

/** What a save sends. */
export type Sent<T> = { edits: Edits<T>; expectedVersion: number };

type Save<T, Input> = {
  /** `GET /pets`. */
  what: string;
  write: Writer<Input>;
  inputOf: (sent: Sent<T>) => Input;
};

export type SavedEdits<T> = {
  value: T;
  edit: (change: (old: T) => T) => void;
  dirty: boolean;
  save: () => void;
  bar: DraftBarProps;
};

/** Edits of one thing with their save: what became of it, and the merge with what somebody else saved meanwhile. */
export function useSavedEdits<T extends object, Input>(subject: Subject<T>, { what, write, inputOf }: Save<T, Input>): SavedEdits<T> {
  const { value, edit, dirty, edits, version, discard, changes, merge } = useEdits(subject);
  const { mutate, isPending, error, reset } = write;
  const send = useCallback(
    (sent: { edits: Edits<T>; version: number }) =>
      mutate(inputOf({ edits: sent.edits, expectedVersion: sent.version }), { onSuccess: discard }),
    [mutate, inputOf, discard],
  );
  const save = useCallback(() => {
    if (dirty && !isPending) send({ edits, version });
  }, [dirty, isPending, send, edits, version]);
  const onDiscard = useCallback(() => {
    discard();
    reset();
  }, [discard, reset]);
  const onMerge = useCallback(
    (keepsMine: (change: FieldChange) => boolean) => {
      if (isPending) return;
      const merged = merge(keepsMine);
      if (Object.keys(merged.edits).length === 0) onDiscard();
      else send(merged);
    },
    [isPending, merge, onDiscard, send],
  );
  const bar = { what, dirty, saving: isPending, error, changes, onSave: save, onDiscard, onMerge, onClose: reset };
  return { value, edit, dirty, save, bar };
}
