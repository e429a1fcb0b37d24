/** What headers may be. */
export type Scalar = string | number | boolean;

/** What a function says that the caller gets. */
export type ProxyResult = {
  status: number;
  headers: Readonly<Record<string, Scalar | null>>;
  multiValueHeaders: Readonly<Record<string, readonly Scalar[]>>;
  body: string;
  isBase64Encoded: boolean;
};

const members: ReadonlySet<string> = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

// The service takes a status in quotes, refuses members it does not know, and lets every member be absent or null.
// Written by hand: this runs with each answer of a function, and a schema costs the start of every worker.
/** A result of the documented shape; undefined when it has another one. */
export function parseProxyResult(value: unknown): ProxyResult | undefined {
  if (!isRecord(value) || !Object.keys(value).every((name) => members.has(name))) return undefined;
  const status = parseStatus(value.statusCode ?? 200);
  const headers = value.headers ?? {};
  const multiValueHeaders = value.multiValueHeaders ?? {};
  const body = value.body ?? "";
  const isBase64Encoded = value.isBase64Encoded ?? false;
  if (status === undefined || typeof body !== "string" || typeof isBase64Encoded !== "boolean") return undefined;
  if (!isRecordOf(headers, isScalarOrNull) || !isRecordOf(multiValueHeaders, isScalarList)) return undefined;
  return { status, headers, multiValueHeaders, body, isBase64Encoded };
}

function parseStatus(value: unknown): number | undefined {
  const status = typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : value;
  // Below 200 are interim answers, after which a caller would wait for the real one.
  return typeof status === "number" && Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isRecordOf<Value>(value: unknown, fits: (member: unknown) => member is Value): value is Readonly<Record<string, Value>> {
  return isRecord(value) && Object.values(value).every(fits);
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
}

function isScalarOrNull(value: unknown): value is Scalar | null {
  return value === null || isScalar(value);
}

export function isScalarList(value: unknown): value is readonly Scalar[] {
  return Array.isArray(value) && value.every(isScalar);
}
