"use client";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { dropDraft, readDraft, writeDraft } from "@/components/data/draft-storage";
import { useUser } from "@/components/shell/user";
import { canonicalJson } from "@/lib/base/canonical-json";
import { type FieldChange, findChanges, mergeChanges } from "@/lib/base/merge-edits";
import { type Edits, editsBetween, type MergedMaps, withEdits } from "@/lib/definition/v2-edits";

/** What a form edits: what is stored, where unsaved work on it is kept, and which of its maps updates merge. */
export type Subject<T> = {
  key: string;
  saved: T;
  version: number;
  mergedMaps?: MergedMaps<T>;
  /** What of the edits outlives the page; without it all of them do. */
  storable?: (edits: Edits<T>) => Edits<T>;
};

export type EditsDraft<T> = {
  /** What the form shows: stored, with the unsaved edits. */
  value: T;
  edit: (change: (old: T) => T) => void;
  dirty: boolean;
  /** What a save sends. */
  edits: Edits<T>;
  /** The version that the edits began on. */
  version: number;
  discard: () => void;
  /** What was changed since the edits began, field by field, once somebody else has saved. */
  changes: FieldChange[] | undefined;
  /** Puts what I changed into what is stored now; where both changed a field, `keepsMine` decides. What a save has to send comes back. */
  merge: (keepsMine: (change: FieldChange) => boolean) => { edits: Edits<T>; version: number };
};

/** Edits, and the version and the content that they began on. */
type Kept<T> = { edits: Edits<T>; version: number; base: T };
type Stored<T> = { edits: Edits<T>; base?: T };

export const draftKey = (userId: string, key: string) => `${userId}:${key}`;

/** Edits of one thing that survive reload and sign-out until they are saved or discarded. A place needs a key of its own. */
export function useEdits<T extends object>({ key, saved, version, mergedMaps = [], storable }: Subject<T>): EditsDraft<T> {
  const { id: userId } = useUser();
  const storageKey = draftKey(userId, key);
  const [kept, setKept] = useState<Kept<T> | undefined>(() => {
    const stored = readDraft<Stored<T>>(storageKey);
    return stored?.value.edits && { edits: stored.value.edits, version: stored.version, base: stored.value.base ?? saved };
  });
  const value = useMemo(() => (kept === undefined ? saved : withEdits(saved, kept.edits)), [saved, kept]);
  const edits = useMemo(() => editsBetween(saved, value, mergedMaps), [saved, value, mergedMaps]);
  const dirty = Object.keys(edits).length > 0;

  // Several edits may come before the next drawing; each builds on the one before.
  const latest = useRef({ value, version: kept?.version ?? version, base: kept?.base ?? saved });
  useLayoutEffect(() => {
    latest.current = { value, version: kept?.version ?? version, base: kept?.base ?? saved };
  }, [value, kept, version, saved]);

  const keep = useCallback(
    (next: Kept<T>) => {
      if (Object.keys(next.edits).length === 0) {
        dropDraft(storageKey);
        setKept(undefined);
        return;
      }
      const stored: Stored<T> = { edits: storable?.(next.edits) ?? next.edits, base: next.base };
      writeDraft(storageKey, { value: stored, version: next.version, at: Date.now() });
      setKept(next);
    },
    [storageKey, storable],
  );
  // A version with the same content, such as a deployment makes of a stage, is nobody's edit: mine go on from it.
  const seen = useRef({ saved, version });
  useEffect(() => {
    const before = seen.current;
    seen.current = { saved, version };
    if (kept === undefined || kept.version !== before.version || kept.version === version) return;
    if (canonicalJson(before.saved) === canonicalJson(saved)) keep({ edits: kept.edits, version, base: saved });
  }, [saved, version, kept, keep]);
  const edit = useCallback(
    (change: (old: T) => T) => {
      const next = change(latest.current.value);
      latest.current = { ...latest.current, value: next };
      keep({ edits: editsBetween(saved, next), version: latest.current.version, base: latest.current.base });
    },
    [keep, saved],
  );
  const discard = useCallback(() => {
    dropDraft(storageKey);
    setKept(undefined);
  }, [storageKey]);
  const changes = useMemo(
    () => (kept === undefined || kept.version === version ? undefined : findChanges(kept.base, withEdits(kept.base, kept.edits), saved)),
    [kept, version, saved],
  );
  const merge = useCallback(
    (keepsMine: (change: FieldChange) => boolean) => {
      // A merge of two versions of a thing is one.
      const merged = mergeChanges(saved, changes ?? [], keepsMine) as T;
      keep({ edits: editsBetween(saved, merged), version, base: saved });
      return { edits: editsBetween(saved, merged, mergedMaps), version };
    },
    [saved, changes, keep, version, mergedMaps],
  );
  return { value, edit, dirty, edits, version: kept?.version ?? version, discard, changes, merge };
}
