"use client";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { dropDraft, readDraft, writeDraft } from "@/components/data/draft-storage";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
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
  /** Somebody else saved since the edits began. */
  conflict: boolean;
  /** Puts the edits on top of what is stored now. */
  rebase: () => void;
};

/** Edits of one method that survive reload and sign-out until they are saved or discarded. */
export function useMethodDraft(key: MethodKey, onSaved: (revision: number) => void): MethodDraft {
  const { id: userId } = useUser();
  const storageKey = methodDraftKey(userId, key);
  const query = useOperation("getMethod", key);
  const write = useWrite("updateMethod");
  const [draft, setDraft] = useState<{ key: string; value: Method; version: number }>();
  const saved = query.data;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was stored is read once per method, not on every save.
  useEffect(() => {
    const stored = readDraft<Method>(storageKey);
    setDraft(stored ? { key: storageKey, value: stored.value, version: stored.version } : undefined);
    write.reset();
  }, [storageKey]);

  const current = draft?.key === storageKey ? draft : undefined;
  const method = current?.value ?? saved?.method;
  const patch = useMemo(() => (saved && current ? createMergePatch(saved.method, current.value) : undefined), [saved, current]);
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
      const base = old?.key === storageKey ? old : { key: storageKey, value: saved.method, version: saved.version };
      const value = change(base.value);
      latest.current = { ...base, value };
      writeDraft(storageKey, { value, version: base.version, at: Date.now() });
      setDraft(latest.current);
    },
    [saved, storageKey],
  );

  const discard = useCallback(() => {
    dropDraft(storageKey);
    setDraft(undefined);
    write.reset();
  }, [storageKey, write.reset]);

  const save = useCallback(() => {
    if (!current || patch === undefined || write.isPending) return;
    // The patch is between two methods, so its members are those of a method.
    write.mutate(
      { ...key, patch: patch as Patch<Method>, expectedVersion: current.version },
      {
        onSuccess: ({ revision, version }) => {
          // Text typed while the save was under way stays, now on the version just made.
          setDraft((now) => (now && now.value !== current.value ? { ...now, version } : undefined));
          if (readDraft<Method>(storageKey)) dropDraft(storageKey);
          onSaved(revision);
        },
      },
    );
  }, [current, patch, write, key, storageKey, onSaved]);

  const rebase = useCallback(() => {
    write.reset();
    void query.refetch().then(({ data }) => {
      if (!data || !current) return;
      writeDraft(storageKey, { value: current.value, version: data.version, at: Date.now() });
      setDraft({ ...current, version: data.version });
    });
  }, [query.refetch, current, storageKey, write.reset]);

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
    saveError: write.error,
    conflict: write.error?.code === "ConflictException",
    rebase,
  };
}
