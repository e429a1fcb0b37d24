import { Buffer, isUtf8 } from "node:buffer";
import type { ContentHandling } from "../definition/rest-api.ts";
import { configurationError } from "./refusal.ts";

/** A payload on its way through the mappings: text, or bytes that no template may touch. */
export type Payload = { kind: "text"; text: string } | { kind: "bytes"; bytes: Buffer };

/** A request body as the mappings see it, by the service's table of conversions. */
export function convertRequest(body: Buffer, isBinary: boolean, handling: ContentHandling | undefined): Payload {
  if (isBinary) return handling === "CONVERT_TO_TEXT" ? text(body.toString("base64")) : { kind: "bytes", bytes: body };
  return handling === "CONVERT_TO_BINARY" ? decodeBase64(body.toString("latin1")) : text(body.toString("utf8"));
}

/** A backend's body as the response mappings see it. */
export function convertResponse(
  body: Buffer,
  types: { isBinary: boolean; wantsBinary: boolean },
  handling: ContentHandling | undefined,
): Payload {
  if (types.isBinary) {
    const isText = handling === "CONVERT_TO_TEXT" || (handling === undefined && !types.wantsBinary);
    return isText ? text(body.toString("base64")) : { kind: "bytes", bytes: body };
  }
  const isDecoded = handling === "CONVERT_TO_BINARY" || (handling === undefined && types.wantsBinary);
  return isDecoded ? decodeBase64(body.toString("latin1")) : text(body.toString("utf8"));
}

/** The bytes that base64 text stands for; text that is none is a fault of the configuration. */
export function decodeBase64(encoded: string): Payload {
  const compact = encoded.replace(/[\r\n]/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
    throw configurationError("Unable to base64 decode the body.");
  }
  return { kind: "bytes", bytes: Buffer.from(compact, "base64") };
}

/** A payload as it goes on the wire. */
export function payloadBytes(payload: Payload): Buffer | string {
  return payload.kind === "text" ? payload.text : payload.bytes;
}

/** A payload as templates read it; bytes that are no text cannot meet a template. */
export function payloadText(payload: Payload): string {
  if (payload.kind === "text") return payload.text;
  if (!isUtf8(payload.bytes)) throw configurationError("Unable to transform request");
  return payload.bytes.toString("utf8");
}

function text(value: string): Payload {
  return { kind: "text", text: value };
}
