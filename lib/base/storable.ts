/** A text as every database keeps it: without U+0000 and without halves of a character. */
export function storableText(text: string): string {
  return /[\0\ud800-\udfff]/.test(text) ? Buffer.from(text.replaceAll("\0", "\uFFFD")).toString() : text;
}

/** The same for every text in a value, as the replacer of `JSON.stringify`. */
export function storable(_name: string, value: unknown): unknown {
  return typeof value === "string" ? storableText(value) : value;
}
