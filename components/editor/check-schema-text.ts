import { checkSchema } from "@/lib/jsonschema/check-schema";
import type { CheckedText, EditorProblem } from "./editor-problem";
import { locatePointer } from "./locate-pointer";

/** What keeps a model's schema from being saved, with the places in its text. */
export function checkSchemaText(text: string, options: { hasModel?: (address: string) => boolean } = {}): CheckedText {
  return { text, problems: checkSchema(text, options).map(({ pointer, message }) => toProblem(text, pointer, message)) };
}

function toProblem(text: string, pointer: string, message: string): EditorProblem {
  // A problem of the whole is marked on its first line only.
  const place = pointer === "" ? firstLine(text) : (locatePointer(text, pointer) ?? firstLine(text));
  const [start, end] = [placeOf(text, place.start), placeOf(text, place.end)];
  return {
    code: pointer === "" ? "SCHEMA" : pointer,
    severity: "error",
    message,
    start,
    end: end.line === start.line ? end : endOfLine(text, start),
  };
}

function firstLine(text: string): { start: number; end: number } {
  const end = text.indexOf("\n");
  return { start: 0, end: end < 0 ? text.length : end };
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

function endOfLine(text: string, { line }: { line: number }): { line: number; column: number } {
  return { line, column: (text.split("\n")[line - 1]?.length ?? 0) + 1 };
}
