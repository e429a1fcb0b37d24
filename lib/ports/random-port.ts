import { Buffer } from "node:buffer";
import { randomFillSync, randomUUID } from "node:crypto";
import type { Random } from "../gateway/ports.ts";

// Random bytes are drawn in large portions: one call into the kernel serves hundreds of requests.
const poolBytes = 8 * 1024;

/** Randomness of the operating system. */
export function createRandom(): Random {
  const pool = Buffer.alloc(poolBytes);
  let used = poolBytes;
  const draw = (length: number) => {
    if (used + length > poolBytes) {
      randomFillSync(pool);
      used = 0;
    }
    used += length;
    return used - length;
  };
  return {
    uuid: () => randomUUID(),
    hex(digits) {
      const at = draw(Math.ceil(digits / 2));
      return pool.toString("hex", at, used).slice(0, digits);
    },
    extendedRequestId() {
      const at = draw(11);
      return pool.toString("base64", at, at + 11);
    },
    fraction: () => pool.readUInt32LE(draw(4)) / 2 ** 32,
  };
}
