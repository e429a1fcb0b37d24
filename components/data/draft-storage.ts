"use client";
import { create } from "zustand";

const prefix = "gatehouse-draft:";
const keptMax = 200;
const keptDaysMs = 30 * 24 * 3600 * 1000;

/** Unsaved work on one thing: what was edited, on which version of it and what that was, and when. */
export type StoredDraft<T> = { value: T; base?: T; version: number; at: number };

type DirtyState = { keys: ReadonlySet<string>; set: (key: string, dirty: boolean) => void; load: () => void };

/** Which things have unsaved work, for the dots in trees and tabs. */
export const useDirty = create<DirtyState>()((set) => ({
  keys: new Set(),
  set: (key, dirty) =>
    set(({ keys }) => {
      if (keys.has(key) === dirty) return { keys };
      const next = new Set(keys);
      if (dirty) next.add(key);
      else next.delete(key);
      return { keys: next };
    }),
  load: () => set({ keys: new Set(storedKeys()) }),
}));

function storedKeys(): string[] {
  return Object.keys(window.localStorage)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

/** The unsaved work on `key`, if there is any that can be read. */
export function readDraft<T>(key: string): StoredDraft<T> | undefined {
  const text = window.localStorage.getItem(prefix + key);
  if (text === null) return undefined;
  try {
    // Only writeDraft writes under this prefix; what is not JSON was damaged and is dropped.
    return JSON.parse(text) as StoredDraft<T>;
  } catch {
    window.localStorage.removeItem(prefix + key);
    return undefined;
  }
}

export function writeDraft<T>(key: string, draft: StoredDraft<T>): void {
  makeRoom();
  window.localStorage.setItem(prefix + key, JSON.stringify(draft));
  useDirty.getState().set(key, true);
}

export function dropDraft(key: string): void {
  window.localStorage.removeItem(prefix + key);
  useDirty.getState().set(key, false);
}

/** Drafts nobody came back to for a month go, the oldest first when there are too many. */
function makeRoom(): void {
  const kept = storedKeys();
  if (kept.length < keptMax) return;
  const now = Date.now();
  const byAge = kept.map((key) => ({ key, at: readDraft(key)?.at ?? 0 })).sort((a, b) => a.at - b.at);
  for (const [index, { key, at }] of byAge.entries()) if (index <= kept.length - keptMax || now - at > keptDaysMs) dropDraft(key);
}
