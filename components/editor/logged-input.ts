import { parseHeaders } from "@/lib/definition/fill-request";
import type { SavedRequest } from "@/lib/definition/saved-request";
import type { TraceRecord } from "@/lib/definition/trace";
import type { SampleSide, SampleText } from "@/lib/vtl/sample-input";

/** A request that was answered, as far as it is known. */
export type AnsweredRequest = {
  /** Path that the client called, without the stage. */
  path: string;
  resourcePath: string;
  trace?: TraceRecord | undefined;
};

/** The input that a template had in a request: parameters always, the body when the log kept it. */
export function inputOfRequest({ path, resourcePath, trace }: AnsweredRequest, side: SampleSide): Partial<SampleText> {
  const received = trace?.steps.find(({ in: seen }) => seen?.url !== undefined)?.in;
  const [plainPath = "", query = ""] = (received?.url ?? path).split("?");
  const parameters = {
    path: matchPath(resourcePath, plainPath),
    querystring: Object.fromEntries(new URLSearchParams(query)),
    header: Object.fromEntries(received?.headers ?? []),
  };
  const body = bodyOf(trace, side);
  return { params: JSON.stringify(parameters, null, 2), ...(body === undefined ? {} : { body }) };
}

/** The input that a template has in a request of the tester. A response template reads what the backend answers, which nobody knows yet. */
export function inputOfSaved(request: SavedRequest, side: SampleSide): Partial<SampleText> {
  const parameters = {
    path: request.pathParameters,
    querystring: Object.fromEntries(new URLSearchParams(request.query.replace(/^\?/, ""))),
    header: Object.fromEntries(parseHeaders(request.headers)),
  };
  return { params: JSON.stringify(parameters, null, 2), ...(side === "request" && request.body !== "" ? { body: request.body } : {}) };
}

function bodyOf(trace: TraceRecord | undefined, side: SampleSide): string | undefined {
  const steps = trace?.steps ?? [];
  const rendered = steps.find(({ kind }) => kind === (side === "request" ? "template-request" : "template-response"));
  if (rendered?.in?.body !== undefined) return rendered.in.body;
  if (side === "response") return steps.find(({ kind }) => kind === "integration")?.out?.body;
  return steps.find(({ in: seen }) => seen?.body !== undefined)?.in?.body;
}

/** The parameters in a path; the stage may stand before it. */
export function matchPath(resourcePath: string, path: string): Record<string, string> {
  const wanted = resourcePath.split("/").slice(1);
  const given = path.split("/").slice(1);
  const greedy = wanted.findIndex((part) => part.endsWith("+}"));
  const found: Record<string, string> = {};
  const offset = greedy < 0 ? given.length - wanted.length : Math.max(0, given.indexOf(wanted[0] ?? ""));
  wanted.forEach((part, index) => {
    const name = /^\{([^}+]+)\+?\}$/.exec(part)?.[1];
    const values = part.endsWith("+}") ? given.slice(offset + index) : given.slice(offset + index, offset + index + 1);
    if (name !== undefined && values.length > 0) found[name] = values.map(decode).join("/");
  });
  return found;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A path with a stray percent sign stands for itself.
    return part;
  }
}
