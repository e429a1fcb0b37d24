// Headers that belong to the connection between the gateway and its caller: backends' values come under another name, as recorded.
const remapped: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "content-length",
  "content-md5",
  "date",
  "expect",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "trailer",
  "upgrade",
  "user-agent",
  "www-authenticate",
  "x-amz-apigw-id",
  "x-amzn-requestid",
]);

// Framing of the other connection means nothing on this one.
const dropped: ReadonlySet<string> = new Set(["transfer-encoding", "keep-alive", "proxy-connection"]);

/** The name under which a backend's or a mapping's header reaches the caller; undefined when it does not. */
export function callerHeaderName(name: string): string | undefined {
  const key = name.toLowerCase();
  if (dropped.has(key)) return undefined;
  return remapped.has(key) ? `x-amzn-Remapped-${name}` : name;
}

/** All headers of a backend's answer as a proxy integration passes them on. */
export function callerHeaders(headers: readonly string[]): string[] {
  const passed: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = callerHeaderName(headers[i] ?? "");
    if (name !== undefined) passed.push(name, headers[i + 1] ?? "");
  }
  return passed;
}
