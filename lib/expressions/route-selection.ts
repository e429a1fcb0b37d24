import { jsonPathText } from "../jsonpath/json-path-text.ts";

/** Finds a text in a message, such as the key of its route. */
export type Selection = (message: string) => string | undefined;

type Part = { kind: "text"; text: string } | { kind: "body"; path: string };

const placeholder = /\$\{([^{}]*)\}/g;
const bodyReference = /^\$?request\.body(?:\.(.+))?$/;

/** Reads `$request.body.action`, `${request.body.service}/${request.body.action}`, or a text such as `\$default`. */
export function compileSelection(expression: string): Selection {
  const parts = parseParts(expression);
  return (message) => {
    let text = "";
    for (const part of parts) {
      const value = part.kind === "text" ? part.text : jsonPathText(message, part.path);
      // A message that lacks a part has no key.
      if (value === undefined) return undefined;
      text += value;
    }
    return text;
  };
}

function parseParts(expression: string): Part[] {
  const whole = bodyPart(expression);
  if (whole !== undefined) return [whole];
  const parts: Part[] = [];
  let end = 0;
  for (const match of expression.matchAll(placeholder)) {
    if (match.index > end) parts.push({ kind: "text", text: plain(expression.slice(end, match.index)) });
    parts.push(bodyPart(match[1] ?? "") ?? { kind: "text", text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < expression.length) parts.push({ kind: "text", text: plain(expression.slice(end)) });
  return parts;
}

function bodyPart(text: string): Part | undefined {
  const match = bodyReference.exec(text);
  if (match === null) return undefined;
  return { kind: "body", path: match[1] === undefined ? "$" : `$.${match[1]}` };
}

// A dollar that stands for itself is escaped.
function plain(text: string): string {
  return text.replaceAll("\\$", "$");
}
