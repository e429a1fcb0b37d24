import { timingSafeEqual } from "node:crypto";
import { asymmetricAlgorithm, isSignedBy } from "./asymmetric.ts";
import {
  canonicalPath,
  canonicalRequest,
  literalCanonicalPath,
  type SignableRequest,
  signature,
  stringToSign,
  textToSign,
} from "./canonical-request.ts";
import { parseAuthorization, type SigV4Authorization } from "./parse-authorization.ts";

/** The largest difference between the caller's clock and ours that the service accepts. */
export const skewMaxMs = 15 * 60_000;

export type VerifyOptions = {
  nowMs: number;
  /** The secret of an access key, or `undefined` when there is no such key. */
  findSecret(accessKeyId: string): Promise<string | undefined> | string | undefined;
};

/** What a request's signature is worth; only `valid` proves who sent it. */
export type Verification =
  /** `regionSet` in the place of the scope's region, in version 4a. */
  | { kind: "valid"; authorization: SigV4Authorization; regionSet?: string }
  | { kind: "missing" }
  | { kind: "malformed"; message: string }
  | { kind: "unknownKey"; accessKeyId: string }
  /** Signed in its query, and its life is over. */
  | { kind: "expired" }
  | { kind: "skew"; accessKeyId: string; signedAtMs: number; nowMs: number }
  | { kind: "mismatch"; accessKeyId: string; canonicalRequest: string; stringToSign: string };

/** Checks the header form of SigV4. The host must be covered and sent as the caller signed it. */
export async function verifyRequest(request: SignableRequest, options: VerifyOptions): Promise<Verification> {
  const header = findHeader(request, "authorization");
  if (header === undefined) return { kind: "missing" };
  const parsed = parseAuthorization(header);
  if (!parsed.ok) return { kind: "malformed", message: parsed.message };
  const authorization = parsed.value;
  const { accessKeyId, scope, signedHeaders } = authorization;
  const dated = readDate(request);
  if (dated === undefined) {
    return { kind: "malformed", message: "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header." };
  }
  if (!signedHeaders.includes("host")) return { kind: "malformed", message: "'Host' must be a 'SignedHeader' in the AWS Authorization." };
  const regionSet = authorization.isAsymmetric ? readRegionSet(request, signedHeaders) : undefined;
  if (authorization.isAsymmetric && regionSet === undefined)
    return { kind: "malformed", message: "'X-Amz-Region-Set' must be a 'SignedHeader' in the AWS Authorization." };
  const secret = await options.findSecret(accessKeyId);
  if (secret === undefined) return { kind: "unknownKey", accessKeyId };
  if (Math.abs(options.nowMs - dated.ms) > skewMaxMs) return { kind: "skew", accessKeyId, signedAtMs: dated.ms, nowMs: options.nowMs };
  // Most clients resolve dot segments before they sign, some sign the path as it stands.
  const paths = new Set([canonicalPath(request.rawPath, scope.service), literalCanonicalPath(request.rawPath)]);
  const attempts = [...paths].map((path) => {
    const canonical = canonicalRequest(request, signedHeaders, path);
    if (!authorization.isAsymmetric) {
      const text = stringToSign(dated.amzDate, scope, canonical);
      return { canonical, text, ok: isEqual(signature(secret, scope, text), authorization.signature) };
    }
    const text = textToSign(asymmetricAlgorithm, [dated.amzDate, `${scope.date}/${scope.service}/aws4_request`], canonical);
    return { canonical, text, ok: isSignedBy({ accessKeyId, secret, text, signature: authorization.signature }) };
  });
  const isFresh = dated.amzDate.startsWith(scope.date) && declaresBody(request);
  if (isFresh && attempts.some(({ ok }) => ok)) return { kind: "valid", authorization, ...(regionSet !== undefined && { regionSet }) };
  return { kind: "mismatch", accessKeyId, canonicalRequest: attempts[0]?.canonical ?? "", stringToSign: attempts[0]?.text ?? "" };
}

/** Signed with the rest, in the query or as a header. */
function readRegionSet(request: SignableRequest, signedHeaders: readonly string[]): string | undefined {
  const name = "x-amz-region-set";
  return request.regionSet ?? (signedHeaders.includes(name) ? findHeader(request, name) : undefined);
}

// A body hash that the caller declares must be the one of the body that came.
function declaresBody(request: SignableRequest): boolean {
  const declared = findHeader(request, "x-amz-content-sha256");
  return declared === undefined || declared === request.bodyHash;
}

function readDate(request: SignableRequest): { amzDate: string; ms: number } | undefined {
  const amzDate = findHeader(request, "x-amz-date");
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(amzDate ?? "");
  if (amzDate !== undefined && match !== null) {
    const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
    return { amzDate, ms: Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) };
  }
  const ms = Date.parse(findHeader(request, "date") ?? "");
  if (Number.isNaN(ms)) return undefined;
  return { amzDate: `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`, ms };
}

function findHeader(request: SignableRequest, wanted: string): string | undefined {
  return request.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function isEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
