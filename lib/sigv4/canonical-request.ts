import { createHash, createHmac } from "node:crypto";

/** The parts of a request that a signature covers. */
export type SignableRequest = {
  method: string;
  /** As it stands on the request line, escapes kept, without the query. */
  rawPath: string;
  /** Decoded names and values; the order does not matter. */
  query: ReadonlyArray<readonly [string, string]>;
  /** Names in any case; a name may come several times. */
  headers: ReadonlyArray<readonly [string, string]>;
  /** Lower-case hexadecimal SHA-256 of the body. */
  bodyHash: string;
  /** Of requests that are signed in their query by version 4a: the regions that the signature is good in. */
  regionSet?: string;
};

/** Where and for what a signature is good. */
export type CredentialScope = { date: string; region: string; service: string };

export const algorithm = "AWS4-HMAC-SHA256";

/** The text that is hashed into the string to sign. `signedHeaders` are lower-case names, sorted. */
export function canonicalRequest(request: SignableRequest, signedHeaders: readonly string[], canonicalPath: string): string {
  const headerLines = signedHeaders.map((name) => `${name}:${canonicalHeaderValue(request.headers, name)}\n`).join("");
  return [request.method, canonicalPath, canonicalQuery(request.query), headerLines, signedHeaders.join(";"), request.bodyHash].join("\n");
}

/** S3 signs the path as it is sent; other services escape it once more, with dot segments and empty segments resolved. */
export function canonicalPath(rawPath: string, service: string): string {
  return service === "s3" ? rawPath : escapeSlashed(normalizePath(rawPath));
}

/** The path escaped once more, with empty and dot segments kept: what clients that do not resolve them sign. */
export function literalCanonicalPath(rawPath: string): string {
  return escapeSlashed(rawPath);
}

export function stringToSign(amzDate: string, scope: CredentialScope, canonical: string): string {
  return textToSign(algorithm, [amzDate, `${scope.date}/${scope.region}/${scope.service}/aws4_request`], canonical);
}

/** The same for any version: its name, the moment and the scope, then the hash of the request. */
export function textToSign(name: string, [amzDate, scope]: readonly [string, string], canonical: string): string {
  return [name, amzDate, scope, sha256Hex(canonical)].join("\n");
}

export function signature(secret: string, scope: CredentialScope, text: string): string {
  const date = hmac(`AWS4${secret}`, scope.date);
  const key = hmac(hmac(hmac(date, scope.region), scope.service), "aws4_request");
  return hmac(key, text).toString("hex");
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Percent-encodes everything but RFC 3986's unreserved characters; half a surrogate pair has no encoding and is replaced. */
export function escapeUri(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD")).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function canonicalQuery(query: SignableRequest["query"]): string {
  const pairs = query.map(([name, value]) => [escapeUri(name), escapeUri(value)] as const);
  pairs.sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB));
  return pairs.map(([name, value]) => `${name}=${value}`).join("&");
}

function canonicalHeaderValue(headers: SignableRequest["headers"], wanted: string): string {
  const values: string[] = [];
  for (const [name, value] of headers) {
    if (name.toLowerCase() === wanted) values.push(value.trim().replace(/ +/g, " "));
  }
  return values.join(",");
}

function normalizePath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") kept.pop();
    else kept.push(segment);
  }
  const tail = kept.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${kept.join("/")}${tail}`;
}

function escapeSlashed(path: string): string {
  return path
    .split("/")
    .map((segment) => escapeUri(segment))
    .join("/");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
