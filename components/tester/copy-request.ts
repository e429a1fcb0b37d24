/** A call in the form that clients outside the console take. */
export type CallToCopy = { method: string; url: string; headers: readonly (readonly [string, string])[]; body: string };

/** Inside single quotes a POSIX shell changes nothing; only the quote itself needs a way around. */
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

export function toCurl({ method, url, headers, body }: CallToCopy): string {
  const parts = [
    `curl ${method === "HEAD" ? "--head" : `--request ${method}`} ${quote(url)}`,
    // A header without a value is sent with a semicolon; with a colon curl would leave it out.
    ...headers.map(([name, value]) => `--header ${quote(value === "" ? `${name};` : `${name}: ${value}`)}`),
    ...(body === "" ? [] : [`--data-raw ${quote(body)}`]),
  ];
  return parts.join(" \\\n  ");
}

export function toFetch({ method, url, headers, body }: CallToCopy): string {
  const options = { method, ...(headers.length === 0 ? {} : { headers }), ...(body === "" ? {} : { body }) };
  return `await fetch(${JSON.stringify(url)}, ${JSON.stringify(options, null, 2)});`;
}

export function toHttpie({ method, url, headers, body }: CallToCopy): string {
  const parts = [
    ...(body === "" ? [`http --ignore-stdin ${method} ${quote(url)}`] : [`printf %s ${quote(body)} | http ${method} ${quote(url)}`]),
    ...headers.map(([name, value]) => quote(`${name}${value === "" ? ";" : `:${value}`}`)),
  ];
  return parts.join(" \\\n  ");
}

export function toPython({ method, url, headers, body }: CallToCopy): string {
  // JSON strings are Python strings as well.
  const lines = [
    "import urllib.request",
    "",
    "request = urllib.request.Request(",
    `    ${JSON.stringify(url)},`,
    `    method=${JSON.stringify(method)},`,
    ...(headers.length === 0 ? [] : [`    headers=${JSON.stringify(Object.fromEntries(headers))},`]),
    ...(body === "" ? [] : [`    data=${JSON.stringify(body)}.encode(),`]),
    ")",
    "with urllib.request.urlopen(request) as response:",
    "    print(response.status, response.read().decode())",
  ];
  return lines.join("\n");
}
