import { tabPrefix } from "@/components/data/tab-memory";
import type { SentRequest } from "./use-tester";

export type Sent = Readonly<Record<string, readonly SentRequest[]>>;

const storeKey = `${tabPrefix}sent-requests`;
/** A request with a longer body is not remembered; the tab has 5 MB for everything. */
const bodyMax = 16_384;
const methodsKept = 20;

/** The requests that this tab sent before it was loaded anew; their answers are kept by the server. */
export function readSent(): Sent {
  if (typeof window === "undefined") return {};
  try {
    const value: unknown = JSON.parse(window.sessionStorage.getItem(storeKey) ?? "{}");
    return isSent(value) ? value : {};
  } catch {
    // Damaged by hand, or no storage at all: the list begins anew.
    return {};
  }
}

/** Remembers them until the tab is closed; the methods that were tested last are kept. */
export function writeSent(sent: Sent): void {
  const short = Object.entries(sent).map(([key, list]) => [key, list.filter(({ request }) => request.body.length <= bodyMax)] as const);
  const newest = (list: readonly SentRequest[]) => list[0]?.at ?? 0;
  const kept = short.sort(([, a], [, b]) => newest(b) - newest(a)).slice(0, methodsKept);
  try {
    window.sessionStorage.setItem(storeKey, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // A full store only means that the list does not outlive a reload.
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function isSent(value: unknown): value is Sent {
  const isEntry = (each: unknown) => isObject(each) && typeof each.requestId === "string" && isRequest(each.request);
  return isObject(value) && Object.values(value).every((list) => Array.isArray(list) && list.every(isEntry));
}

function isRequest(value: unknown): boolean {
  if (!isObject(value)) return false;
  const texts = ["target", "query", "headers", "body", "variablesOf"].every((name) => typeof value[name] === "string");
  return texts && isObject(value.pathParameters) && Array.isArray(value.assertions);
}
