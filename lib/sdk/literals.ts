/**
 * Text of an API in source code. What people call their paths, models and parameters may hold quotes, line ends, ends of comments or the
 * marks of interpolation; in generated code it stays data.
 */

/** A string literal of JavaScript, TypeScript and Java alike: JSON's, in ASCII. */
export function literal(text: string): string {
  return ascii(JSON.stringify(text));
}

/**
 * A string literal of Python and TOML, where escapes are code points: two halves of one are two characters in Python and an error in TOML.
 * A half that stands alone is no text in either, so that it becomes the character for such things.
 */
export function codePointLiteral(text: string): string {
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, "\ufffd")).replace(/[^\x20-\x7e]/gu, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
  });
}

/** A value as a literal of JavaScript. */
export function jsonLiteral(value: unknown): string {
  return ascii(JSON.stringify(value));
}

/** A backslash before `u` is always one of an even number here, so that Java's early reading of escapes finds these only. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const commentMax = 300;

/** Text for comments and documents: letters, digits and plain punctuation on one line, which ends no comment and escapes nothing. */
export function plainText(text: string): string {
  const plain = text
    .replace(/[^\p{L}\p{N} .,:;()/_+=&%@!?{}-]/gu, " ")
    .replace(/ +/g, " ")
    .trim();
  return [...plain].slice(0, commentMax).join("");
}
