import { parseJson } from "../parse-json.ts";

// The service takes `{statusCode: 200}` too, which is not JSON, so only the member is looked for.
const statusPattern = /^\s*\{[\s\S]*?["']?statusCode["']?\s*:\s*["']?(\d{3})["']?\s*[,}]/;

/** The status that the request template of a mock names; undefined when it names none. */
export function readMockStatus(text: string): number | undefined {
  const found = statusFromJson(text) ?? statusPattern.exec(text)?.[1];
  const status = Number(found);
  return found === undefined || !Number.isInteger(status) || status < 100 || status > 599 ? undefined : status;
}

function statusFromJson(text: string): unknown {
  const value = parseJson(text);
  return typeof value === "object" && value !== null ? Reflect.get(value, "statusCode") : undefined;
}
