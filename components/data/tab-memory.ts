/** What every thing that this tab remembers is named by first. */
export const tabPrefix = "gatehouse-";

/**
 * Forgets what the tab remembers, requests that were sent and inputs of previews: headers and bodies may have credentials, and whoever
 * signs in next in this tab is somebody else.
 */
export function forgetTab(): void {
  try {
    const { sessionStorage: store } = window;
    const keys = Array.from({ length: store.length }, (_, at) => store.key(at));
    for (const key of keys) if (key?.startsWith(tabPrefix)) store.removeItem(key);
  } catch {
    // No storage at all has nothing to forget.
  }
}
