/** A text as every database keeps it: without U+0000 and without halves of a character. */
export function storableText(text: string): string {
  return /[\0\ud800-\udfff]/.test(text) ? Buffer.from(text.replaceAll("\0", "\uFFFD")).toString() : text;
}

/** The same for every text in a value, as the replacer of `JSON.stringify`. */
export function storable(_name: string, value: unknown): unknown {
  return typeof value === "string" ? storableText(value) : value;
}

/** Whether a text in some JSON has U+0000, which JSON always writes as an escape; PostgreSQL cannot keep it. */
export function hasNull(json: string): boolean {
  return json.includes("\\u0000") && /(?<!\\)(?:\\\\)*\\u0000/.test(json);
}
