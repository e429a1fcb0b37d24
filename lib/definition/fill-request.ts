import type { SavedRequest } from "./saved-request.ts";

/** A request ready to send; `missing` are placeholders that have no value. */
export type FilledRequest = { pathWithQueryString: string; headers: [string, string][]; body: string; missing: string[] };

type Typed = Pick<SavedRequest, "pathParameters" | "query" | "headers" | "body">;

/** Puts parameters into the path and stage variables into `{{name}}`; those of secret variables stay, see {@link fillSecrets}. */
export function fillRequest(
  path: string,
  request: Typed,
  variables: Readonly<Record<string, string>>,
  secretNames: ReadonlySet<string> = new Set(),
): FilledRequest {
  const missing = new Set<string>();
  const fill = (text: string) =>
    text.replace(/\{\{\s*([\w-]+)\s*\}\}/g, (whole, name: string) => {
      if (secretNames.has(name)) return `{{${name}}}`;
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (value === undefined) missing.add(name);
      return value ?? whole;
    });
  const pathParameters = Object.fromEntries(Object.entries(request.pathParameters).map(([name, value]) => [name, fill(value)]));
  return {
    pathWithQueryString: fillPath(path, { pathParameters, query: fill(request.query) }),
    headers: parseHeaders(fill(request.headers)),
    body: fill(request.body),
    missing: [...missing],
  };
}

type Sent = { pathWithQueryString: string; headers: readonly (readonly [string, string])[]; body?: string | undefined };

/** Puts the values of secret variables into the places that {@link fillRequest} left; in the path they are escaped. */
export function fillSecrets<Request extends Sent>(request: Request, secrets: Readonly<Record<string, string>>): Request {
  if (Object.keys(secrets).length === 0) return request;
  const secretOf = (name: string) => (Object.hasOwn(secrets, name) ? secrets[name] : undefined);
  const fill = (text: string) => text.replace(/\{\{([\w-]+)\}\}/g, (whole, name: string) => secretOf(name) ?? whole);
  const inPath = request.pathWithQueryString.replace(/(?:%7B%7B|\{\{)([\w-]+)(?:%7D%7D|\}\})/g, (whole, name: string) => {
    const value = secretOf(name);
    return value === undefined ? whole : encodeURIComponent(value);
  });
  return {
    ...request,
    pathWithQueryString: inPath,
    headers: request.headers.map(([name, value]) => [name, fill(value)]),
    ...(request.body !== undefined && { body: fill(request.body) }),
  };
}

/** `Name: value` lines as pairs; lines without a colon are left out. */
export function parseHeaders(text: string): [string, string][] {
  return text
    .split("\n")
    .filter((line) => line.includes(":"))
    .map((line): [string, string] => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()])
    .filter(([name]) => name !== "");
}

/** The path to call: parameters filled in and escaped (greedy ones keep their slashes), then the query. */
export function fillPath(path: string, request: Pick<Typed, "pathParameters" | "query">): string {
  const filled = path.replace(/\{([^}+]+)(\+?)\}/g, (whole, name: string, greedy: string) => {
    const value = request.pathParameters[name];
    if (value === undefined || value === "") return whole;
    return greedy === "+" ? value.split("/").map(encodeURIComponent).join("/") : encodeURIComponent(value);
  });
  return request.query === "" ? filled : `${filled}?${request.query.replace(/^\?/, "")}`;
}
