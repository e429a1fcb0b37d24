import { isUtf8 } from "node:buffer";
import type { CacheEntry } from "../lib/gateway/fronted-cache.ts";
import type { CacheSpace } from "../lib/gateway/ports.ts";

/** An entry as it travels between processes, and as the primary keeps it. */
export type WireEntry = { status: number; headers: readonly string[]; body: string; isBase64: boolean; expiresAtMs: number };

/** What a worker asks of the cache; `id` is the worker's own number of the question. */
export type CacheQuestion =
  | { kind: "cache-read"; id: number; space: CacheSpace; key: string }
  | { kind: "cache-fill"; space: CacheSpace; key: string; lease: number; entry: WireEntry | undefined }
  | { kind: "cache-renew"; id: number; space: CacheSpace; key: string; entry: WireEntry }
  /** The worker has forgotten what a drop named. */
  | { kind: "cache-dropped"; drop: number };

export type CacheReply =
  | { kind: "cache-entry"; id: number; entry: WireEntry }
  | { kind: "cache-lease"; id: number; lease: number }
  | { kind: "cache-renewed"; id: number }
  | { kind: "cache-drop"; drop: number; spaceId: string; key: string };

export function toWireEntry({ reply, expiresAtMs }: CacheEntry): WireEntry {
  const { status, headers, body } = reply;
  const isText = isUtf8(body);
  return { status, headers, body: body.toString(isText ? "utf8" : "base64"), isBase64: !isText, expiresAtMs };
}

export function fromWireEntry({ status, headers, body, isBase64, expiresAtMs }: WireEntry): CacheEntry {
  return { reply: { status, headers, body: Buffer.from(body, isBase64 ? "base64" : "utf8") }, expiresAtMs };
}
