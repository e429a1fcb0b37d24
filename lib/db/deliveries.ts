/** Knows which changes the gateways that poll this process have taken over. */
export type Deliveries = {
  /** A gateway asks for what came after a number, so it has everything up to it. Returns what to call when it is answered. */
  polled(after: number): () => void;
  /** Ends when every gateway that follows has the change, or after `ms`; at once when none follows. */
  reached(seq: number, ms: number): Promise<void>;
};

/** A gateway that was answered comes back at once; one that does not is gone. */
const returnMs = 2_000;

export function makeDeliveries(): Deliveries {
  let open = 0;
  const away = new Set<NodeJS.Timeout>();
  const waiting = new Set<(after: number) => void>();
  const leave = () => {
    open -= 1;
    const timer = setTimeout(() => away.delete(timer), returnMs);
    timer.unref();
    away.add(timer);
  };
  return {
    polled: (after) => {
      const [back] = away;
      if (back !== undefined) {
        clearTimeout(back);
        away.delete(back);
      }
      open += 1;
      for (const notice of [...waiting]) notice(after);
      return leave;
    },
    reached: (seq, ms) => {
      let missing = open + away.size;
      if (missing === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer);
          waiting.delete(notice);
          resolve();
        };
        const notice = (after: number) => {
          if (after >= seq) missing -= 1;
          if (missing <= 0) end();
        };
        const timer = setTimeout(end, ms);
        waiting.add(notice);
      });
    },
  };
}
