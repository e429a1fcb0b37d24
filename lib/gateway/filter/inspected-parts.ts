import type { Buffer } from "node:buffer";
import { isUtf8 } from "node:buffer";
import { parseQuery } from "../exchange.ts";
import { findHeader, type GatewayRequest, headerValues } from "../message.ts";
import { decodeSegment } from "../router.ts";

/** A text of a request, and where it stood. */
export type InspectedText = { part: string; text: string };

// More values than these nobody sends; those beyond are looked at as one text.
const valuesMax = 500;

/** Everything of a request that programs behind it make statements and pages of: path, query, cookies, body. */
export function inspectedTexts(
  request: GatewayRequest,
  query: ReadonlyMap<string, readonly string[]>,
  body: Buffer | undefined,
): InspectedText[] {
  const texts: InspectedText[] = [{ part: "path", text: decodeSegment(request.rawPath) }];
  for (const [name, values] of query) {
    texts.push({ part: "name of a query parameter", text: name });
    for (const value of values) texts.push({ part: `query parameter ${name.slice(0, 64)}`, text: value });
  }
  for (const cookies of headerValues(request.headers, "cookie")) {
    for (const cookie of cookies.split(";")) {
      const equals = cookie.indexOf("=");
      texts.push({ part: `cookie ${cookie.slice(0, Math.max(equals, 0)).trim().slice(0, 64)}`, text: cookie.slice(equals + 1) });
    }
  }
  if (body !== undefined && body.length > 0) texts.push(...bodyTexts(findHeader(request.headers, "content-type") ?? "", body));
  return joinSurplus(texts);
}

function bodyTexts(contentType: string, body: Buffer): InspectedText[] {
  const text = body.toString(isUtf8(body) ? "utf8" : "latin1");
  // A form that begins like a document is a form: the type comes first.
  if (/^\s*application\/x-www-form-urlencoded/i.test(contentType)) {
    return [...parseQuery(text)].flatMap(([name, values]) => [name, ...values].map((value) => ({ part: "body", text: value })));
  }
  const isJson = /json/i.test(contentType) || /^\s*[[{]/.test(text);
  return isJson ? jsonTexts(text) : [{ part: "body", text }];
}

/** The strings of a document, which need not be whole: its end may be cut off. What is no JSON between them is looked at too. */
function jsonTexts(text: string): InspectedText[] {
  const strings = text.match(stringLiteral) ?? [];
  const between = text.replace(stringLiteral, " ");
  const others = plainJson.test(between) ? [] : [between];
  return [...strings.map(literalText), ...others].map((value) => ({ part: "body", text: value }));
}

const stringLiteral = /"(?:[^"\\]|\\.)*"?/gs;
// Numbers, the three words (the last one may be cut off) and the marks of JSON.
const plainJson = /^[\s[\]{},:\d.eE+-]*(?:(?:true|false|null)[\s[\]{},:\d.eE+-]*)*[a-z]{0,4}$/;

function literalText(literal: string): string {
  const inner = literal.slice(1, literal.length > 1 && literal.endsWith('"') ? -1 : undefined);
  if (!inner.includes("\\")) return inner;
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    // The cut may go through an escape.
    return inner;
  }
}

function joinSurplus(texts: InspectedText[]): InspectedText[] {
  if (texts.length <= valuesMax) return texts;
  const rest = texts.slice(valuesMax).map(({ text }) => text);
  return [...texts.slice(0, valuesMax), { part: "further values", text: rest.join("\n") }];
}
