/** What a text is made of when it is read as SQL. Words are in lower case. */
export type SqlToken = {
  kind: "word" | "number" | "string" | "quote" | "variable" | "operator" | "comment" | "mark";
  text: string;
};

// What an attack needs stands near its beginning or repeats; a text of more tokens is looked at so far.
const tokensMax = 4_000;

const pattern =
  /\s+|\/\*!?\d*|\*\/|--|#|@@?[\w$.]*|0x[\da-f]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?|[\p{L}_$][\p{L}\p{N}_$]*|<=>|<>|!=|<=|>=|\|\||&&|:=|[=<>|&^~!%*/+-]|['"`’]|[(),;.]/giuy;

/** Reads any text as SQL, without an end to comments: what one database skips another one runs. */
export function sqlTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  // Behind the last end of a comment none is looked for: a text full of beginnings would be read through for each of them.
  const lastEnd = text.lastIndexOf("*/");
  let at = 0;
  while (at < text.length && tokens.length < tokensMax) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) {
      at++;
      continue;
    }
    at += found.length;
    if (found === "'" || found === '"' || found === "`") at = readString(text, at, found, tokens);
    else if (found.startsWith("/*")) at = readComment(text, at, { opening: found, lastEnd }, tokens);
    else {
      const token = tokenOf(found);
      if (token !== undefined) tokens.push(token);
    }
  }
  return tokens;
}

function readString(text: string, from: number, quote: string, tokens: SqlToken[]): number {
  const end = text.indexOf(quote, from);
  // A quote that nothing closes ends a string that began in the statement around it.
  tokens.push({ kind: end < 0 ? "quote" : "string", text: end < 0 ? "" : text.slice(from, end) });
  return end < 0 ? from : end + 1;
}

/** A comment counts as a blank; what MySQL runs in one is read, and one without an end hides the rest of the statement. */
function readComment(text: string, from: number, comment: { opening: string; lastEnd: number }, tokens: SqlToken[]): number {
  if (comment.opening.includes("!")) return from;
  if (from <= comment.lastEnd) return text.indexOf("*/", from) + 2;
  tokens.push({ kind: "comment", text: "/*" });
  return from;
}

function tokenOf(text: string): SqlToken | undefined {
  const first = text.charAt(0);
  if (/\s/.test(first) || text === "*/" || text === "’") return undefined;
  if (text === "--" || text === "#") return { kind: "comment", text };
  if (first === "@") return { kind: "variable", text: text.toLowerCase() };
  if (/\d/.test(first)) return { kind: "number", text };
  if (/[\p{L}_$]/u.test(first)) return { kind: "word", text: text.toLowerCase() };
  return { kind: /[(),;.]/.test(first) ? "mark" : "operator", text };
}
