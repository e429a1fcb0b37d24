import type { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { deflate, gunzip, gzip, inflate } from "node:zlib";
import type { CompressionPort } from "../gateway/ports.ts";

const [packGzip, packDeflate] = [promisify<Buffer, Buffer>(gzip), promisify<Buffer, Buffer>(deflate)];

/** Compression off the main thread. */
export const compressionPort: CompressionPort = {
  compress(coding, bytes) {
    if (coding === "identity") return Promise.resolve(bytes);
    return coding === "gzip" ? packGzip(bytes) : packDeflate(bytes);
  },
  decompress(coding, bytes, maxBytes) {
    if (coding === "identity") return Promise.resolve(bytes);
    const unpack = coding === "gzip" ? gunzip : inflate;
    return new Promise((resolve, reject) => {
      unpack(bytes, { maxOutputLength: maxBytes }, (error, unpacked) => (error === null ? resolve(unpacked) : reject(error)));
    });
  },
};
