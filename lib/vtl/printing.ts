import { printNumber } from "../jsonpath/java-number.ts";
import { isJavaNumber, JavaList, JavaMap } from "../jsonpath/values.ts";
import { JsonDepthError, writeJson } from "../jsonpath/write-json.ts";
import { JavaChar, JavaClass, JavaEntry, JavaView, LoopScope } from "./java-objects.ts";
import { Block, InputValue, type Run, UtilValue } from "./run.ts";
import { Failure } from "./vtl-error.ts";

// A list can be put into itself; Java would overflow its stack.
const DEPTH_MAX = 500;

/** `toString()` of any value; `undefined` for a block that is already being rendered too often. */
export function printValue(value: unknown, run: Run, depth = 0): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (isJavaNumber(value)) return printNumber(value);
  if (value === null || value === undefined) return "null";
  if (depth > DEPTH_MAX) throw new Failure("budget", "The value is nested too deeply to be printed.");
  run.spend(1);
  if (value instanceof JavaList) return printList(value, run, depth);
  if (value instanceof JavaMap) return printMap(value, run, depth);
  if (value instanceof JavaView) return `[${joinItems(value.items(), run, depth)}]`;
  if (value instanceof JavaEntry) return `${printInside(value.key, run, depth)}=${printInside(value.value, run, depth)}`;
  if (value instanceof JavaChar) return value.value;
  if (value instanceof JavaClass) return `class ${value.name}`;
  if (value instanceof Block) return value.print(run);
  if (value instanceof LoopScope) return printMap(value.kept, run, depth);
  if (value instanceof InputValue || value instanceof UtilValue) return "";
  return "java.lang.Object";
}

function printInside(value: unknown, run: Run, depth: number): string {
  return printValue(value, run, depth + 1) ?? "null";
}

function printList(list: JavaList, run: Run, depth: number): string {
  if (list.kind === "json") return printJson(list, run, true);
  return run.check(`[${joinItems(list.items, run, depth)}]`);
}

function joinItems(items: readonly unknown[], run: Run, depth: number): string {
  run.spend(items.length);
  return items.map((item) => printInside(item, run, depth)).join(", ");
}

// Maps of $context print as nothing, recorded on the service.
function printMap(map: JavaMap, run: Run, depth: number): string {
  if (map.kind === "context") return "";
  const keys = map.keys();
  run.spend(keys.length);
  return run.check(`{${keys.map((key) => `${printInside(key, run, depth)}=${printInside(map.get(key), run, depth)}`).join(", ")}}`);
}

/** JSON text of a value, as json-smart writes it. */
export function printJson(value: unknown, run: Run, escapesSlash: boolean): string {
  try {
    const spend = (characters: number) => run.spend(1 + (characters >> 5));
    return run.check(writeJson(value, { escapesSlash, print: (other) => printInside(other, run, 0), spend }));
  } catch (error) {
    if (error instanceof JsonDepthError) throw new Failure("budget", error.message);
    throw error;
  }
}
