import { Buffer, isUtf8 } from "node:buffer";
import type { ContentHandling } from "../definition/rest-api.ts";
import { type BodyText, servedBodyMax } from "./body-jobs.ts";
import { configurationError } from "./refusal.ts";

/** A payload on its way through the mappings: text, or bytes that no template may touch. */
export type Payload = TextPayload | { kind: "bytes"; bytes: Buffer };

/** `utf8` where the text came as bytes: a long one is better read elsewhere. */
type TextPayload = { kind: "text"; readonly text: string; utf8?: Buffer };

/** A request body as the mappings see it, by the service's table of conversions. */
export function convertRequest(body: Buffer, isBinary: boolean, handling: ContentHandling | undefined): Payload {
  if (isBinary) return handling === "CONVERT_TO_TEXT" ? text(body.toString("base64")) : { kind: "bytes", bytes: body };
  return handling === "CONVERT_TO_BINARY" ? decodeBase64(body.toString("latin1")) : received(body);
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
  return isDecoded ? decodeBase64(body.toString("latin1")) : received(body);
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
  if (payload.kind === "bytes") return payload.bytes;
  return payload.utf8 !== undefined && isUtf8(payload.utf8) ? payload.utf8 : payload.text;
}

/** A payload as templates read it; bytes that are no text cannot meet a template. */
export function payloadText(payload: Payload): string {
  if (payload.kind === "text") return payload.text;
  if (!isUtf8(payload.bytes)) throw configurationError("Unable to transform request");
  return payload.bytes.toString("utf8");
}

/** How long a payload is, about: bytes or characters. */
export function payloadLength(payload: Payload): number {
  if (payload.kind === "bytes") return payload.bytes.length;
  return payload.utf8 === undefined ? payload.text.length : payload.utf8.length;
}

/** A payload as work on long bodies takes it. */
export function longPayload(payload: Payload): BodyText {
  return payload.kind === "text" && payload.utf8 !== undefined ? payload.utf8 : payloadText(payload);
}

function text(value: string): Payload {
  return { kind: "text", text: value };
}

function received(utf8: Buffer): Payload {
  return utf8.length > servedBodyMax ? new ReceivedText(utf8) : text(utf8.toString("utf8"));
}

/** A long text that is read when somebody asks for it. */
class ReceivedText implements TextPayload {
  readonly kind = "text";
  readonly utf8: Buffer;
  #text: string | undefined;

  constructor(utf8: Buffer) {
    this.utf8 = utf8;
  }

  get text(): string {
    this.#text ??= this.utf8.toString("utf8");
    return this.#text;
  }
}
