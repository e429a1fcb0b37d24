import { applyMergePatch } from "../base/merge-patch.ts";
import type { TemplateInput } from "./run.ts";

/** An input that a template is tried with, as people type it: a body, and JSON objects as text. */
export type SampleText = { body: string; params: string; context: string; stageVariables: string };
export type SampleProblems = Partial<Record<"params" | "context" | "stageVariables", string>>;

export type SampleSide = "request" | "response";

const defaultBodies: Readonly<Record<SampleSide, unknown>> = {
  request: { id: 7, name: "Rex", type: "dog", price: 12.5, tags: ["brown", "good"] },
  response: { id: 7, name: "Rex", message: "done", errorMessage: "It did not work." },
};

/** A `$context` as a test call would have it; the user's own fields go over it. */
export const defaultContext = {
  accountId: "123456789012",
  apiId: "abc123def4",
  connectedAt: 1_709_633_471_000,
  connectionId: "L0SM9cOFIAMCIdw=",
  deploymentId: "dep123",
  domainName: "localhost",
  domainPrefix: "localhost",
  eventType: "MESSAGE",
  httpMethod: "POST",
  path: "/test/items/7",
  protocol: "HTTP/1.1",
  requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
  requestTime: "05/Mar/2024:10:11:12 +0000",
  requestTimeEpoch: 1_709_633_472_000,
  resourceId: "res123",
  resourcePath: "/items/{id}",
  routeKey: "join",
  stage: "test",
  status: 200,
  // A mock has no backend: its request template hands the body over to the response template here.
  requestOverride: { path: { body: JSON.stringify(defaultBodies.request) } },
  identity: { sourceIp: "192.0.2.1", userAgent: "curl/8.5.0" },
  authorizer: { principalId: "user-7" },
  error: {
    message: "Forbidden",
    messageString: '"Forbidden"',
    responseType: "ACCESS_DENIED",
    validationErrorString: '["object has missing required properties"]',
  },
} as const;

/** The input to start with; `body` is a sample that somebody has, such as one of the method's model. */
export function defaultSampleText(side: SampleSide, body?: unknown): SampleText {
  return {
    body: typeof body === "string" ? body : JSON.stringify(body ?? defaultBodies[side], null, 2),
    params: JSON.stringify({ path: { id: "7" }, querystring: { page: "1" }, header: { Accept: "application/json" } }, null, 2),
    context: "{}",
    stageVariables: "{}",
  };
}

/** The input that the texts mean. A text that cannot be read counts as empty, and the problem says why. */
export function parseSampleText(text: SampleText): { input: TemplateInput; problems: SampleProblems } {
  const problems: SampleProblems = {};
  const read = (name: keyof SampleProblems): Record<string, unknown> => {
    const parsed = parseObject(text[name]);
    if (typeof parsed !== "string") return parsed;
    problems[name] = parsed;
    return {};
  };
  const params = read("params");
  const context = toRecord(applyMergePatch(defaultContext, read("context"))) ?? {};
  const stageVariables = toTexts(read("stageVariables"));
  const [path, querystring, header] = [params.path, params.querystring, params.header].map((part) => toTexts(toRecord(part) ?? {}));
  const unknown = Object.keys(params).find((name) => !["path", "querystring", "header"].includes(name));
  if (unknown !== undefined) problems.params = `"${unknown}" is no place of parameters: use path, querystring and header.`;
  const input = {
    body: text.body,
    params: { path: path ?? {}, querystring: querystring ?? {}, header: header ?? {} },
    context,
    stageVariables,
  };
  return { input, problems };
}

function parseObject(text: string): Record<string, unknown> | string {
  if (text.trim() === "") return {};
  try {
    return toRecord(JSON.parse(text)) ?? "This must be a JSON object: { }.";
  } catch (error) {
    return error instanceof Error ? `This is not JSON: ${error.message}.` : "This is not JSON.";
  }
}

function toRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

// On the wire all of these are texts.
function toTexts(record: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
