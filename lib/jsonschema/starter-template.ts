import { isRecord } from "./json.ts";

const depthMax = 5;

/** A mapping template to start from: it passes on what a schema describes, member by member. */
export function starterTemplate(schema: unknown): string {
  return writeValue(schema, "$", 0);
}

function writeValue(schema: unknown, path: string, depth: number): string {
  const members = isRecord(schema) && isRecord(schema.properties) && depth < depthMax ? Object.entries(schema.properties) : [];
  const indent = "  ".repeat(depth + 1);
  const lines = members.flatMap(([name, part]) => {
    const inner = memberPath(path, name);
    return inner === undefined ? [] : [`${indent}${JSON.stringify(name)}: ${writeValue(part, inner, depth + 1)}`];
  });
  if (lines.length > 0) return `{\n${lines.join(",\n")}\n${"  ".repeat(depth)}}`;
  // Written as JSON, texts are quoted as they have to be.
  return path.includes("'") ? `$input.json("${path}")` : `$input.json('${path}')`;
}

/** A member's path; names that neither a path nor a template can hold have none. */
function memberPath(path: string, name: string): string | undefined {
  if (/^[A-Za-z_]\w*$/.test(name)) return `${path}.${name}`;
  return name === "" || /['"\\$#[\]]/.test(name) ? undefined : `${path}['${name}']`;
}
