/** Watches the lengths in the heads of the frames that a caller sends, byte by byte as they come. */
export class FrameGuard {
  readonly #maxBytes: number;
  /** Bytes of the frame that is being read which are still to come. */
  #left = 0;
  /** The bytes of a head so far: at most 2 and then up to 8 of length. */
  #head: number[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** False when a frame is longer than it may be. */
  accepts(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at);
        this.#left -= taken;
        at += taken;
        continue;
      }
      this.#head.push(chunk[at++] ?? 0);
      const length = readLength(this.#head);
      if (length === undefined) continue;
      if (length > this.#maxBytes) return false;
      // A caller's frames are masked; the mask comes before the payload.
      const isMasked = ((this.#head[1] ?? 0) & 0x80) !== 0;
      this.#left = length + (isMasked ? 4 : 0);
      this.#head = [];
    }
    return true;
  }
}

/** Length of the payload once the head is complete. */
function readLength(head: readonly number[]): number | undefined {
  const second = head[1];
  if (second === undefined) return undefined;
  const short = second & 0x7f;
  if (short < 126) return short;
  const bytes = short === 126 ? 2 : 8;
  if (head.length < 2 + bytes) return undefined;
  return head.slice(2, 2 + bytes).reduce((length, byte) => length * 256 + byte, 0);
}
