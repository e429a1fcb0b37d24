import { Buffer, isUtf8 } from "node:buffer";
import type { MessageView } from "../definition/trace.ts";

/** Longest body that a trace or a log keeps. */
export const keptBytesMax = 64 * 1024;

/** What a line of the log ends with whose body was cut. */
export const cutMark = " [TRUNCATED]";

/** A body as a trace shows it: text where it is text, cut when it is long. */
export function bodyView(body: Buffer): Pick<MessageView, "body" | "bodyBytes" | "bodyIsBase64"> {
  const kept = body.subarray(0, keptBytesMax);
  const cut = body.length > keptBytesMax ? { bodyBytes: body.length } : {};
  return isUtf8(body) ? { body: kept.toString("utf8"), ...cut } : { body: kept.toString("base64"), bodyIsBase64: true, ...cut };
}

/** The same for what is known to be text, or the UTF-8 of one; of a long one only the head is looked at. */
export function textView(body: string | Uint8Array): Pick<MessageView, "body" | "bodyBytes"> {
  const head = typeof body === "string" ? Buffer.from(body.slice(0, keptBytesMax)) : Buffer.from(body.subarray(0, keptBytesMax));
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  return { body: head.subarray(0, keptBytesMax).toString("utf8"), ...(length > keptBytesMax ? { bodyBytes: length } : {}) };
}
