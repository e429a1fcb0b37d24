import type { IncomingMessage } from "node:http";
import { type RequestBody, requestBodyMaxBytes } from "../lib/gateway/message.ts";
import { tooLarge } from "../lib/gateway/refusal.ts";

/** The body of a request that Node's server read the head of. */
export class SocketBody implements RequestBody {
  readonly length: number | undefined;
  readonly #request: IncomingMessage;
  #whole: Promise<Buffer> | undefined;

  constructor(request: IncomingMessage) {
    this.#request = request;
    this.length = lengthOf(request);
  }

  get stream(): AsyncIterable<Uint8Array> {
    // A reader that stops early leaves the connection open: the caller still gets an answer over it.
    return this.#request.iterator({ destroyOnReturn: false });
  }

  collect(): Promise<Buffer> {
    this.#whole ??= this.length === 0 ? Promise.resolve(Buffer.alloc(0)) : this.#read();
    return this.#whole;
  }

  #read(): Promise<Buffer> {
    const request = this.#request;
    if (this.length !== undefined && this.length > requestBodyMaxBytes) return Promise.reject(tooLarge());
    if (request.destroyed) return Promise.reject(new Error("the caller went away before its request was read"));
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      request.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > requestBodyMaxBytes) {
          request.removeAllListeners("data").resume();
          reject(tooLarge());
        } else {
          chunks.push(chunk);
        }
      });
      request.once("end", () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, bytes)));
      request.once("error", reject);
      request.once("close", () => {
        if (!request.readableEnded) reject(new Error("the caller went away before its request was whole"));
      });
    });
  }
}

function lengthOf(request: IncomingMessage): number | undefined {
  const { rawHeaders } = request;
  let length: number | undefined = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 14 && name.toLowerCase() === "content-length") length = Number(rawHeaders[i + 1]);
    else if (name?.length === 17 && name.toLowerCase() === "transfer-encoding") length = undefined;
  }
  return length;
}
