import { RegexBudgetError } from "../regex/syntax.ts";
import { readPath } from "./evaluate-path.ts";
import { JsonParseError, parseJson } from "./parse-json.ts";
import { parsePath } from "./parse-path.ts";
import { JsonPathError } from "./path.ts";
import { JsonDepthError, writeJson } from "./write-json.ts";

// Work that one mapping may cause, counted as the JSONPath room counts it; a long body may still be written whole.
const stepsMax = 500_000;
const stepsPerCharacter = 8;

class TooMuchWork extends Error {}

/** The text of what a path selects in a JSON body: strings as they are, everything else as JSON; undefined when there is nothing. */
export function jsonPathText(body: string, path: string): string | undefined {
  let left = stepsMax + body.length * stepsPerCharacter;
  const spend = (steps: number) => {
    left -= steps;
    if (left < 0) throw new TooMuchWork();
  };
  try {
    const value: unknown = readPath(parsePath(path), { document: parseJson(body), spend });
    if (value === null || value === undefined) return undefined;
    return typeof value === "string" ? value : writeJson(value, { escapesSlash: false, print: String, spend });
  } catch (error) {
    // A body that is no JSON, or a path that fits nothing, maps to nothing.
    if ([TooMuchWork, RegexBudgetError, JsonParseError, JsonPathError, JsonDepthError].some((kind) => error instanceof kind))
      return undefined;
    throw error;
  }
}
