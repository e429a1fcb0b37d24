/** Wakes those who wait in this process. */
export type Signal = {
  announce(): void;
  /** Ends at the next announcement, after `ms`, or when `abort` fires, whichever comes first. */
  wait(ms: number, abort?: AbortSignal): Promise<void>;
};

export function makeSignal(): Signal {
  const waiting = new Set<() => void>();
  return {
    announce: () => {
      for (const wake of [...waiting]) wake();
    },
    wait: (ms, abort) =>
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
        if (abort?.aborted) wake();
      }),
  };
}
