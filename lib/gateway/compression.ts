import { Buffer } from "node:buffer";
import type { Exchange, StageFacts } from "./exchange.ts";
import { answerBodyMaxBytes } from "./map-response.ts";
import { findHeader, type GatewayReply, type GatewayRequest, type RequestBody, requestBodyMaxBytes } from "./message.ts";
import type { ContentCoding, Ports } from "./ports.ts";
import { Refusal, tooLarge } from "./refusal.ts";

const codings: ReadonlySet<string> = new Set(["gzip", "deflate", "identity"]);

function isCoding(text: string): text is ContentCoding {
  return codings.has(text);
}

/** On APIs with compression a compressed request is unpacked before anybody looks at it. */
export function decodeRequestBody(stage: StageFacts, request: GatewayRequest, ports: Ports): GatewayRequest {
  if (stage.minimumCompressionSize === undefined) return request;
  const coding = findHeader(request.headers, "content-encoding")?.trim().toLowerCase();
  if (!coding || coding === "identity") return request;
  return { ...request, body: new DecodedBody(request.body, coding, ports) };
}

/** A body that is not in the coding that it names is refused before the integration, also by methods that do not read it. */
export function checkCoding({ body }: GatewayRequest): Promise<unknown> | undefined {
  return body instanceof DecodedBody ? body.collect() : undefined;
}

class DecodedBody implements RequestBody {
  readonly length = undefined;
  readonly #packed: RequestBody;
  readonly #coding: string;
  readonly #ports: Ports;
  #whole: Promise<Buffer> | undefined;

  constructor(packed: RequestBody, coding: string, ports: Ports) {
    this.#packed = packed;
    this.#coding = coding;
    this.#ports = ports;
  }

  get stream(): AsyncIterable<Uint8Array> {
    const whole = () => this.collect();
    return (async function* () {
      yield await whole();
    })();
  }

  collect(): Promise<Buffer> {
    this.#whole ??= this.#packed.collect().then((packed) => this.#unpack(packed));
    return this.#whole;
  }

  #unpack(packed: Buffer): Promise<Buffer> {
    const coding = this.#coding;
    if (packed.length === 0) return Promise.resolve(packed);
    if (!isCoding(coding)) return Promise.reject(wrongCoding(coding));
    return this.#ports.compression.decompress(coding, packed, requestBodyMaxBytes).catch((cause: unknown) => {
      throw cause instanceof RangeError ? tooLarge() : wrongCoding(coding, cause);
    });
  }
}

function wrongCoding(given: string, cause?: unknown): Refusal {
  const coding = given.slice(0, 64);
  return new Refusal({
    responseType: "UNSUPPORTED_MEDIA_TYPE",
    reason: "MEDIA_TYPE",
    evidence: { coding },
    logLine: `Execution failed due to unsupported media type: the body is not ${coding}`,
    cause,
  });
}

/** Compresses a reply when the caller takes it, the API asks for it and the body is large enough. */
export async function compressReply(stage: StageFacts, exchange: Exchange, reply: GatewayReply): Promise<GatewayReply> {
  const coding = acceptedCoding(findHeader(exchange.request.headers, "accept-encoding"));
  if (coding === undefined || findHeader(reply.headers, "content-encoding") !== undefined) return reply;
  const body = await wholeBody(reply);
  if (body.length < (stage.minimumCompressionSize ?? 0) || body.length === 0) return { ...reply, body };
  const packed = await exchange.ports.compression.compress(coding, body);
  return { ...reply, headers: [...reply.headers, "Content-Encoding", coding], body: packed };
}

export async function wholeBody(reply: GatewayReply): Promise<Buffer> {
  if (typeof reply.body === "string") return Buffer.from(reply.body);
  return Buffer.isBuffer(reply.body) ? reply.body : reply.body.collect(answerBodyMaxBytes);
}

// The first coding in the caller's list that is supported and not ruled out with q=0.
function acceptedCoding(header: string | undefined): ContentCoding | undefined {
  for (const entry of header?.toLowerCase().split(",") ?? []) {
    const [name = "", ...parameters] = entry.split(";").map((part) => part.trim());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    if (!isRefused && (name === "gzip" || name === "deflate")) return name;
    if (!isRefused && name === "*") return "gzip";
  }
  return undefined;
}
