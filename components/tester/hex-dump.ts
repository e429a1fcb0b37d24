const perRow = 16;

/** Bytes as rows of 16: where they are, their values, and what of it is printable ASCII. */
export function hexDump(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += perRow) {
    const row = [...bytes.subarray(at, at + perRow)];
    const values = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const printed = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    rows.push(`${at.toString(16).padStart(8, "0")}  ${values.padEnd(perRow * 3 - 1)}  ${printed}`);
  }
  return rows.join("\n");
}

/** The bytes of a body as it came: text, or base64 of anything else. */
export function bytesOf({ body, bodyIsBase64 }: { body: string; bodyIsBase64: boolean }): Uint8Array {
  return bodyIsBase64 ? Uint8Array.from(atob(body), (each) => each.charCodeAt(0)) : new TextEncoder().encode(body);
}
