"use client";
import { useCallback } from "react";
import { toast } from "sonner";
import { create } from "zustand";
import { useWrite } from "./use-operations";

const offeredMs = 10_000;

type LastState = { revision: number | undefined; offer: (revision: number) => void; clear: () => void };

/** The revision that Ctrl Z takes back: the last one of those that were offered, whichever answer was shown last. */
const useLast = create<LastState>()((set) => ({
  revision: undefined,
  offer: (revision) => set((old) => ({ revision: Math.max(revision, old.revision ?? 0) })),
  clear: () => set({ revision: undefined }),
}));

/** Undo of any write, with its ids: offered by a toast for ten seconds, and by Ctrl Z until the next write. */
export function useUndo() {
  const keep = useLast(({ offer }) => offer);
  const write = useWrite("undoRevision", {
    onSuccess: () => {
      useLast.getState().clear();
      toast.success("Taken back. Everything is as before, ids included.");
    },
    onError: (error) => void toast.error("Could not take it back.", { description: error.message }),
  });
  const { mutate } = write;
  const takeBack = useCallback((revision: number) => mutate({ seq: revision }), [mutate]);
  const offer = useCallback(
    (text: string, revision: number) => {
      keep(revision);
      toast.success(text, { duration: offeredMs, action: { label: "Undo", onClick: () => takeBack(revision) } });
    },
    [keep, takeBack],
  );
  const undoLast = useCallback(() => {
    const { revision } = useLast.getState();
    if (revision !== undefined) takeBack(revision);
  }, [takeBack]);
  return { offer, takeBack, undoLast, busy: write.isPending };
}
