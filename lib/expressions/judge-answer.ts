import { canonicalJson } from "../base/canonical-json.ts";
import { readPath } from "../jsonpath/evaluate-path.ts";
import { JsonParseError, parseJson } from "../jsonpath/parse-json.ts";
import { parsePath } from "../jsonpath/parse-path.ts";
import { JsonPathError } from "../jsonpath/path.ts";
import { writeJson } from "../jsonpath/write-json.ts";

/** What an answer is held to; see `Assertion` of the saved requests. */
export type AnswerAssertion = { kind: "status" | "header" | "json" | "contains"; name: string; value: string };
export type JudgedAnswer = { status: number; headers: readonly (readonly [string, string])[]; body: string };

export type AssertionOutcome = { passed: true } | { passed: false; message: string };

/** Whether an answer is as somebody says it has to be, and if not, what it is. */
export function judgeAnswer(answer: JudgedAnswer, { kind, name, value }: AnswerAssertion): AssertionOutcome {
  switch (kind) {
    case "status":
      return verdict(String(answer.status) === value.trim(), `The status is ${answer.status}.`);
    case "header":
      return judgeHeader(answer, name, value);
    case "contains":
      return verdict(answer.body.includes(value), "The body does not contain the text.");
    case "json":
      return judgePath(answer.body, name, value);
  }
}

function judgeHeader({ headers }: JudgedAnswer, name: string, value: string): AssertionOutcome {
  const values = headers.filter(([each]) => each.toLowerCase() === name.trim().toLowerCase()).map(([, each]) => each);
  if (values.length === 0) return { passed: false, message: `There is no header ${name}.` };
  return verdict(values.includes(value), `The header is ${values.join(", ")}.`);
}

function judgePath(body: string, path: string, wanted: string): AssertionOutcome {
  const found = findJson(body, path);
  if (typeof found === "string") return { passed: false, message: found };
  return verdict(sameJson(found.text, wanted), `${path} is ${shorten(found.text)}.`);
}

/** Steps of a path over a body of 10 MB, with much to spare. */
const STEPS_MAX = 5_000_000;

/** The JSON text of what a path selects, or a sentence that says why there is none. */
export function findJson(body: string, path: string): { text: string } | string {
  let left = STEPS_MAX;
  const spend = (steps: number) => {
    left -= steps;
    if (left < 0) throw new JsonPathError("the path takes too many steps");
  };
  // The engine of templates takes much that is no JSON as a text; an answer that is held to be JSON has to be JSON.
  if (parse(body) === undefined) return "The body is not JSON.";
  try {
    const value = readPath(parsePath(path), { document: parseJson(body), spend });
    return { text: writeJson(value, { escapesSlash: false, print: String, spend: () => {} }) };
  } catch (error) {
    if (error instanceof JsonParseError) return "The body is not JSON.";
    if (error instanceof JsonPathError) return `${path} cannot be read: ${error.message}`;
    throw error;
  }
}

/** An expected text that is no JSON means itself: people write Rex and mean "Rex". */
function sameJson(actual: string, wanted: string): boolean {
  return normalize(actual) === normalize(wanted);
}

function normalize(text: string): string {
  const parsed = parse(text);
  return parsed === undefined ? JSON.stringify(text) : canonicalJson(parsed.value);
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Not JSON, which is for the caller to judge.
    return undefined;
  }
}

const shownMax = 200;

function shorten(text: string): string {
  return text.length > shownMax ? `${text.slice(0, shownMax)}…` : text;
}

function verdict(passed: boolean, message: string): AssertionOutcome {
  return passed ? { passed } : { passed, message };
}
