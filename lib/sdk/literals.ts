/**
 * Text of an API in source code. What people call their paths, models and parameters may hold quotes, line ends, ends of comments or the
 * marks of interpolation; in generated code it stays data.
 */

/** A string literal of JavaScript, TypeScript, Python and Java alike: JSON's, in ASCII. */
export function literal(text: string): string {
  return ascii(JSON.stringify(text));
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
  return text
    .replace(/[^\p{L}\p{N} .,:;()/_+=&%@!?{}-]/gu, " ")
    .replace(/ +/g, " ")
    .trim()
    .slice(0, commentMax);
}
