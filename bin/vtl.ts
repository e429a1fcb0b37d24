import { createInterface } from "node:readline";
import { compileTemplate, type TemplateResult } from "../lib/vtl/template.ts";
import { VtlError } from "../lib/vtl/vtl-error.ts";

type Answer = TemplateResult | { error: string; message: string; line?: number; column?: number };

// Reading ahead of a slow reader of our output would keep all lines in memory.
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === "") continue;
  const isTaken = process.stdout.write(`${JSON.stringify(answer(line))}\n`);
  if (!isTaken) await new Promise((resolve) => process.stdout.once("drain", resolve));
}

function answer(line: string): Answer {
  const request = parseRequest(line);
  if (request === undefined) return { error: "input", message: "A line must be a JSON object with a text in `template`." };
  const { template, input, headers, query, path, context, stageVariables } = request;
  try {
    return compileTemplate(String(template)).render({
      body: typeof input === "string" ? input : undefined,
      params: { path: toTexts(path), querystring: toTexts(query), header: toTexts(headers) },
      context: toRecord(context),
      stageVariables: toTexts(stageVariables),
    });
  } catch (error) {
    if (error instanceof VtlError) return { error: error.kind, message: error.message, line: error.line, column: error.column };
    throw error;
  }
}

function parseRequest(line: string): Record<string, unknown> | undefined {
  try {
    const request = toRecord(JSON.parse(line));
    return typeof request.template === "string" ? request : undefined;
  } catch {
    return undefined;
  }
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function toTexts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(toRecord(value)).map(([key, text]) => [key, String(text)]));
}
