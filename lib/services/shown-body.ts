export type ShownBody = { body: string; bodyIsBase64: boolean; bodyBytes: number };

const shownBytesMax = 2 * 1024 * 1024;
const strict = new TextDecoder("utf-8", { fatal: true });

/** A body for the screen: its text where it is UTF-8, else base64; cut at 2 MB. */
export function showBody(bytes: Uint8Array): ShownBody {
  const shown = bytes.subarray(0, shownBytesMax);
  try {
    return {
      body: shown.length < bytes.length ? new TextDecoder().decode(shown) : strict.decode(shown),
      bodyIsBase64: false,
      bodyBytes: bytes.length,
    };
  } catch {
    return { body: Buffer.from(shown).toString("base64"), bodyIsBase64: true, bodyBytes: bytes.length };
  }
}
