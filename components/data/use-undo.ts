"use client";
import { useCallback } from "react";
import { toast } from "sonner";
import { create } from "zustand";
import { useWrite } from "./use-operations";

const offeredMs = 10_000;

type LastState = { revision: number | undefined; set: (revision: number | undefined) => void };

/** The revision that Ctrl Z takes back: the last one that was offered. */
const useLast = create<LastState>()((set) => ({ revision: undefined, set: (revision) => set({ revision }) }));

/** Undo of any write, with its ids: offered by a toast for ten seconds, and by Ctrl Z until the next write. */
export function useUndo() {
  const { revision: last, set } = useLast();
  const write = useWrite("undoRevision", {
    onSuccess: () => {
      set(undefined);
      toast.success("Taken back. Everything is as before, ids included.");
    },
    onError: (error) => void toast.error("Could not take it back.", { description: error.message }),
  });
  const { mutate } = write;
  const takeBack = useCallback((revision: number) => mutate({ seq: revision }), [mutate]);
  const offer = useCallback(
    (text: string, revision: number) => {
      set(revision);
      toast.success(text, { duration: offeredMs, action: { label: "Undo", onClick: () => takeBack(revision) } });
    },
    [set, takeBack],
  );
  const undoLast = useCallback(() => {
    if (last !== undefined) takeBack(last);
  }, [last, takeBack]);
  return { offer, takeBack, undoLast, busy: write.isPending };
}
