const windowMs = 5 * 60_000;
const failuresMax = 10;
const trackedMax = 10_000;

type Entry = { failures: number; since: number };

/** Counts failed sign-ins by name; after ten in five minutes a name has to wait. Bounded, in memory, per process. */
export function makeAttempts(clock: () => Date) {
  const entries = new Map<string, Entry>();
  const current = (name: string): Entry | undefined => {
    const entry = entries.get(name);
    return entry && clock().getTime() - entry.since < windowMs ? entry : undefined;
  };
  return {
    mayTry: (name: string): boolean => (current(name)?.failures ?? 0) < failuresMax,
    failed(name: string): void {
      const entry = current(name) ?? { failures: 0, since: clock().getTime() };
      entries.delete(name);
      entries.set(name, { ...entry, failures: entry.failures + 1 });
      const [oldest] = entries.keys();
      if (entries.size > trackedMax && oldest !== undefined) entries.delete(oldest);
    },
    succeeded: (name: string): void => void entries.delete(name),
  };
}
export type Attempts = ReturnType<typeof makeAttempts>;
