import { type Buffer, isUtf8 } from "node:buffer";
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
