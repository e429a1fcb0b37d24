"use client";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { dropDraft, readDraft, writeDraft } from "@/components/data/draft-storage";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { type FieldChange, findChanges, mergeChanges } from "@/lib/base/merge-edits";
import { createMergePatch } from "@/lib/base/merge-patch";
import type { CallError } from "@/lib/client/call";
import type { Patch } from "@/lib/client/operation-kinds";
import type { MethodDetail } from "@/lib/client/operations";
import type { HttpVerb, Method } from "@/lib/definition/rest-api";

export type MethodKey = { apiId: string; resourceId: string; httpMethod: HttpVerb };

export const methodDraftKey = (userId: string, { apiId, resourceId, httpMethod }: MethodKey) =>
  `${userId}:${apiId}:m:${resourceId}:${httpMethod}`;

export type MethodDraft = {
  status: "loading" | "error" | "ready";
  loadError: CallError | null;
  retry: () => void;
  /** What is stored in the draft of the API. */
  saved: MethodDetail | undefined;
  /** What the forms show: stored, with the unsaved edits. */
  method: Method | undefined;
  dirty: boolean;
  edit: (change: (method: Method) => Method) => void;
  discard: () => void;
  save: () => void;
  saving: boolean;
  saveError: CallError | null;
  /** What was changed since the edits began, field by field, once a save was refused because somebody else had saved. */
  conflict: FieldChange[] | undefined;
  /** Saves what is stored now with the edits; where both changed a field, `keepsMine` decides. */
  merge: (keepsMine: (change: FieldChange) => boolean) => void;
  /** Goes on editing; nothing is lost. */
  closeConflict: () => void;
};

type Draft = { key: string; value: Method; base: Method | undefined; version: number };

/** Edits of one method that survive reload and sign-out until they are saved or discarded. */
export function useMethodDraft(key: MethodKey, onSaved: (revision: number) => void): MethodDraft {
  const { id: userId } = useUser();
  const storageKey = methodDraftKey(userId, key);
  const query = useOperation("getMethod", key);
  const write = useWrite("updateMethod");
  const [draft, setDraft] = useState<Draft>();
  const saved = query.data;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was stored is read once per method, not on every save.
  useEffect(() => {
    const stored = readDraft<Method>(storageKey);
    setDraft(stored ? { key: storageKey, value: stored.value, base: stored.base, version: stored.version } : undefined);
    write.reset();
  }, [storageKey]);

  const current = draft?.key === storageKey ? draft : undefined;
  const method = current?.value ?? saved?.method;
  const patch = useMemo(() => {
    if (!saved || !current) return undefined;
    // What is stored already needs no save: the page may have been left before it heard that its save was done.
    if (createMergePatch(saved.method, current.value) === undefined) return undefined;
    return createMergePatch(current.base ?? saved.method, current.value);
  }, [saved, current]);
  const dirty = patch !== undefined;

  useEffect(() => {
    if (saved && current && !dirty && !write.isPending) {
      dropDraft(storageKey);
      setDraft(undefined);
    }
  }, [saved, current, dirty, storageKey, write.isPending]);

  // Several edits may come before the next drawing; each builds on the one before.
  const latest = useRef(draft);
  useLayoutEffect(() => {
    latest.current = draft;
  }, [draft]);
  const edit = useCallback(
    (change: (method: Method) => Method) => {
      if (!saved) return;
      const old = latest.current;
      const start = { key: storageKey, value: saved.method, base: saved.method, version: saved.version };
      const before = old?.key === storageKey ? old : start;
      latest.current = { ...before, value: change(before.value) };
      keepDraft(latest.current);
      setDraft(latest.current);
    },
    [saved, storageKey],
  );

  const discard = useCallback(() => {
    dropDraft(storageKey);
    setDraft(undefined);
    write.reset();
  }, [storageKey, write.reset]);

  const send = useCallback(
    (sent: Draft, change: unknown) => {
      write.mutate(
        // The patch is between two methods, so its members are those of a method.
        { ...key, patch: change as Patch<Method>, expectedVersion: sent.version },
        {
          onSuccess: ({ revision, version }) => {
            // Text typed while the save was under way stays, now on the version just made.
            setDraft((now) => (now && now.value !== sent.value ? { ...now, base: sent.value, version } : undefined));
            if (readDraft<Method>(storageKey)) dropDraft(storageKey);
            onSaved(revision);
          },
          onError: (error) => {
            // What they saved is looked at beside mine.
            if (isConflict(error)) void query.refetch();
          },
        },
      );
    },
    [write, key, storageKey, onSaved, query.refetch],
  );

  const save = useCallback(() => {
    if (!current || patch === undefined || write.isPending) return;
    send(current, patch);
  }, [current, patch, write, send]);

  const conflict = useMemo(() => {
    if (!isConflict(write.error) || !saved || !current || saved.version === current.version) return undefined;
    return findChanges(current.base, current.value, saved.method);
  }, [write.error, saved, current]);

  const merge = useCallback(
    (keepsMine: (change: FieldChange) => boolean) => {
      if (!saved || !conflict || write.isPending) return;
      // A merge of two methods is one.
      const value = mergeChanges(saved.method, conflict, keepsMine) as Method;
      const merged = { key: storageKey, value, base: saved.method, version: saved.version };
      const change = createMergePatch(saved.method, value);
      if (change === undefined) {
        discard();
        return;
      }
      keepDraft(merged);
      setDraft(merged);
      send(merged, change);
    },
    [saved, conflict, write, storageKey, discard, send],
  );

  return {
    status: query.isPending ? "loading" : query.error && !saved ? "error" : "ready",
    loadError: query.error,
    retry: () => void query.refetch(),
    saved,
    method,
    dirty,
    edit,
    discard,
    save,
    saving: write.isPending,
    // While theirs is being read there is nothing to say yet.
    saveError: isConflict(write.error) && query.isFetching ? null : write.error,
    conflict,
    merge,
    closeConflict: write.reset,
  };
}

const isConflict = (error: CallError | null): boolean => error?.code === "ConflictException";

function keepDraft({ key, value, base, version }: Draft): void {
  writeDraft(key, { value, ...(base === undefined ? {} : { base }), version, at: Date.now() });
}
