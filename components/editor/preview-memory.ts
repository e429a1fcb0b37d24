import { tabPrefix } from "@/components/data/tab-memory";
import type { SampleText } from "@/lib/vtl/sample-input";

const prefix = `${tabPrefix}preview:`;

/** The input that was last used for a template in this tab. */
export function readPreviewText(key: string): SampleText | undefined {
  const text = window.sessionStorage.getItem(prefix + key);
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isPreviewText(value) ? value : undefined;
  } catch {
    // Damaged by hand; the default input replaces it.
    return undefined;
  }
}

export function writePreviewText(key: string, text: SampleText): void {
  try {
    window.sessionStorage.setItem(prefix + key, JSON.stringify(text));
  } catch {
    // A full store only means that the input is not remembered.
  }
}

export function dropPreviewText(key: string): void {
  window.sessionStorage.removeItem(prefix + key);
}

function isPreviewText(value: unknown): value is SampleText {
  if (typeof value !== "object" || value === null) return false;
  const fields = Object.fromEntries(Object.entries(value));
  return ["body", "params", "context", "stageVariables"].every((name) => typeof fields[name] === "string");
}
