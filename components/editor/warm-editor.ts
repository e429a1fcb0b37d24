/** Loads the editor's code while the browser has nothing else to do; the answer takes the plan back. */
export function warmEditor(): () => void {
  const load = () => void import("./monaco-editor").catch(() => undefined);
  // Safari has no idle callback.
  if (typeof window.requestIdleCallback !== "function") {
    const timer = window.setTimeout(load, 1500);
    return () => window.clearTimeout(timer);
  }
  const idle = window.requestIdleCallback(load, { timeout: 5000 });
  return () => window.cancelIdleCallback(idle);
}
