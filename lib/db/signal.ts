/** Wakes those who wait in this process. */
export type Signal = {
  /** How often it was announced; remember it before looking, so that no announcement falls between looking and waiting. */
  count(): number;
  announce(): void;
  /** Wakes for what was announced in another process; listeners do not hear of it. */
  wake(): void;
  /** Calls at every announcement of this process, until what it returns is called. */
  listen(onAnnounced: () => void): () => void;
  /** Ends at the first announcement after `since`, after `ms`, or when `abort` fires, whichever comes first. */
  wait(since: number, ms: number, abort?: AbortSignal): Promise<void>;
};

export function makeSignal(): Signal {
  const waiting = new Set<() => void>();
  const listeners = new Set<() => void>();
  let count = 0;
  const wakeAll = () => {
    count += 1;
    for (const wake of [...waiting]) wake();
  };
  return {
    count: () => count,
    announce: () => {
      wakeAll();
      for (const tell of listeners) tell();
    },
    wake: wakeAll,
    listen: (onAnnounced) => {
      listeners.add(onAnnounced);
      return () => void listeners.delete(onAnnounced);
    },
    wait: (since, ms, abort) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          clearTimeout(timer);
          abort?.removeEventListener("abort", wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        waiting.add(wake);
        abort?.addEventListener("abort", wake);
        if (count !== since || abort?.aborted) wake();
      }),
  };
}
