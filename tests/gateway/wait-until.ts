const pollMs = 20;

/** Waits for a condition; fails with what was waited for when it does not come in time. */
export async function waitUntil(what: string, holds: () => boolean | Promise<boolean>, deadlineMs = 10_000): Promise<number> {
  const startedMs = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedMs > deadlineMs) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return performance.now() - startedMs;
}
