import { vi } from "vitest";

/** Stands in for what a tab remembers; the map is its content. */
export function stubTab(): Map<string, string> {
  const texts = new Map<string, string>();
  const sessionStorage = {
    get length() {
      return texts.size;
    },
    key: (at: number) => [...texts.keys()][at] ?? null,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => texts.set(key, text),
    removeItem: (key: string) => texts.delete(key),
  };
  vi.stubGlobal("window", { sessionStorage });
  return texts;
}
