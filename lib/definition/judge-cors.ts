/** A call that a page of another origin makes. */
export type CorsRequest = { origin: string; method: string; headers: readonly string[]; credentials: boolean };

/** An answer as the browser sees it; header names in any case. */
export type CorsAnswer = { status: number; headers: readonly (readonly [string, string])[] };

export type CorsHeader =
  | "Access-Control-Allow-Origin"
  | "Access-Control-Allow-Methods"
  | "Access-Control-Allow-Headers"
  | "Access-Control-Allow-Credentials";

/** One header of one answer: what it is, and why the browser takes it or not. */
export type CorsCell = { header: CorsHeader; value: string | undefined; state: "ok" | "missing" | "wrong" | "unneeded" };
export type CorsVerdict = {
  ok: boolean;
  cells: CorsCell[] /** What the browser would say; empty when it says nothing. */;
  sentence: string;
};

export const corsHeaders: readonly CorsHeader[] = [
  "Access-Control-Allow-Origin",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Access-Control-Allow-Credentials",
];

const simpleMethods = ["GET", "HEAD", "POST"];
const simpleHeaders = ["accept", "accept-language", "content-language", "range"];

/** Whether the browser asks first: another method than the simple ones, or a header that forms cannot send. */
export function needsPreflight({ method, headers }: CorsRequest): boolean {
  return !simpleMethods.includes(method) || headers.some((name) => !simpleHeaders.includes(name.toLowerCase()));
}

/** What a browser makes of an answer, by the rules of the Fetch standard. */
export function judgeCors(request: CorsRequest, answer: CorsAnswer, kind: "preflight" | "answer"): CorsVerdict {
  const isPreflight = kind === "preflight";
  const cells = [
    originCell(request, answer),
    isPreflight ? methodsCell(request, answer) : unneeded("Access-Control-Allow-Methods", answer),
    isPreflight ? headersCell(request, answer) : unneeded("Access-Control-Allow-Headers", answer),
    credentialsCell(request, answer),
  ];
  const wrong = cells.find(({ state }) => state === "missing" || state === "wrong");
  const statusFails = isPreflight && (answer.status < 200 || answer.status > 299);
  if (wrong === undefined && !statusFails) return { ok: true, cells, sentence: "" };
  const reason = wrong === undefined ? "It does not have HTTP ok status." : reasonOf(wrong, request);
  const start = isPreflight ? "Response to preflight request doesn't pass access control check: " : "";
  return { ok: false, cells, sentence: `Blocked for origin '${request.origin}': ${start}${reason}` };
}

function headerOf(answer: CorsAnswer, header: CorsHeader): string | undefined {
  const values = answer.headers.filter(([name]) => name.toLowerCase() === header.toLowerCase()).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(", ");
}

function originCell({ origin, credentials }: CorsRequest, answer: CorsAnswer): CorsCell {
  const header = "Access-Control-Allow-Origin";
  const value = headerOf(answer, header);
  if (value === undefined) return { header, value, state: "missing" };
  return { header, value, state: value === origin || (value === "*" && !credentials) ? "ok" : "wrong" };
}

function methodsCell({ method, credentials }: CorsRequest, answer: CorsAnswer): CorsCell {
  const header = "Access-Control-Allow-Methods";
  const value = headerOf(answer, header);
  // These need no permission.
  if (simpleMethods.includes(method)) return { header, value, state: value === undefined ? "unneeded" : "ok" };
  if (value === undefined) return { header, value, state: "missing" };
  return { header, value, state: listed(value).includes(method) || allows(value, credentials) ? "ok" : "wrong" };
}

function headersCell({ headers, credentials }: CorsRequest, answer: CorsAnswer): CorsCell {
  const header = "Access-Control-Allow-Headers";
  const value = headerOf(answer, header);
  const asked = headers.map((name) => name.toLowerCase()).filter((name) => !simpleHeaders.includes(name));
  if (asked.length === 0) return { header, value, state: value === undefined ? "unneeded" : "ok" };
  if (value === undefined) return { header, value, state: "missing" };
  const allowed = listed(value.toLowerCase());
  // The star never stands for this one.
  const isAllowed = (name: string) => allowed.includes(name) || (allows(value, credentials) && name !== "authorization");
  return { header, value, state: asked.every(isAllowed) ? "ok" : "wrong" };
}

function credentialsCell({ credentials }: CorsRequest, answer: CorsAnswer): CorsCell {
  const header = "Access-Control-Allow-Credentials";
  const value = headerOf(answer, header);
  if (!credentials) return { header, value, state: value === undefined ? "unneeded" : "ok" };
  if (value === undefined) return { header, value, state: "missing" };
  return { header, value, state: value === "true" ? "ok" : "wrong" };
}

function unneeded(header: CorsHeader, answer: CorsAnswer): CorsCell {
  return { header, value: headerOf(answer, header), state: "unneeded" };
}

/** With credentials a star is a name like any other. */
function allows(value: string, credentials: boolean): boolean {
  return !credentials && listed(value).includes("*");
}

function listed(value: string): string[] {
  return value.split(",").map((part) => part.trim());
}

function reasonOf({ header, value, state }: CorsCell, { origin, method, headers, credentials }: CorsRequest): string {
  if (state === "missing" && header !== "Access-Control-Allow-Credentials") {
    return `No '${header}' header is present on the requested resource.`;
  }
  if (header === "Access-Control-Allow-Origin") {
    if (value === "*" && credentials)
      return "The value of the 'Access-Control-Allow-Origin' header must not be the wildcard '*' when the request has credentials.";
    return `The 'Access-Control-Allow-Origin' header has the value '${value}', which is not the origin '${origin}'.`;
  }
  if (header === "Access-Control-Allow-Methods") return `Method ${method} is not allowed by Access-Control-Allow-Methods: '${value}'.`;
  if (header === "Access-Control-Allow-Headers")
    return `A request header of ${headers.join(", ")} is not allowed by Access-Control-Allow-Headers: '${value}'.`;
  return `The value of the 'Access-Control-Allow-Credentials' header is '${value ?? ""}' which must be 'true' when the request has credentials.`;
}
