import { findKeyHolder, type KeyHolder, noteUse } from "../auth/access-keys.ts";
import type { RuntimeCore } from "../services/runtime-scope.ts";
import { algorithm, type SignableRequest } from "../sigv4/canonical-request.ts";
import { type Verification, verifyRequest } from "../sigv4/verify-request.ts";
import { WireError } from "./error-response.ts";

export type Caller = { holder: KeyHolder; region: string; service: string };

const presignedSecondsMax = 604_800;

/** Who signed the request, by header or by query; throws the service's error when nobody did. */
export async function authenticate(runtime: RuntimeCore, request: SignableRequest, requestId: string): Promise<Caller> {
  const now = runtime.clock();
  const nowMs = now.getTime();
  const { signable, verifyAtMs } = fromPresigned(request, nowMs);
  let holder: KeyHolder | undefined;
  const findSecret = async (accessKeyId: string) => {
    holder = await findKeyHolder(runtime, accessKeyId);
    return holder?.secret;
  };
  const verification = await verifyRequest(signable, { nowMs: verifyAtMs, findSecret });
  if (verification.kind !== "valid" || holder === undefined) throw refusal(verification);
  const { region, service } = verification.authorization.scope;
  if (!regionPattern.test(region)) throw new WireError(403, "InvalidSignatureException", "Credential should be scoped to a valid region.");
  // The caller does not wait for it: a long import may be writing, and reads go on when nothing can be written.
  noteUse(runtime.db, holder, now).catch((error: unknown) => runtime.report({ requestId, error }));
  return { holder, region, service };
}

/** A region becomes part of ARNs and of a workspace's id; names of other makers' regions fit too. */
const regionPattern = /^[a-z0-9-]{1,32}$/;

/** A request signed in its query, as the header form that says the same; others stay as they are. */
function fromPresigned(request: SignableRequest, nowMs: number): { signable: SignableRequest; verifyAtMs: number } {
  const query = new Map(request.query);
  const signature = query.get("X-Amz-Signature");
  if (query.get("X-Amz-Algorithm") !== algorithm || signature === undefined) return { signable: request, verifyAtMs: nowMs };
  const date = query.get("X-Amz-Date") ?? "";
  const credential = query.get("X-Amz-Credential") ?? "";
  const signedHeaders = query.get("X-Amz-SignedHeaders") ?? "";
  const signedAtMs = parseAmzDate(date);
  const lifeMs = Math.min(Number(query.get("X-Amz-Expires") ?? "0"), presignedSecondsMax) * 1_000;
  if (!(nowMs <= signedAtMs + lifeMs)) throw new WireError(403, "InvalidSignatureException", "Signature expired");
  const authorization = `${algorithm} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  const headers: SignableRequest["headers"] = [...request.headers, ["authorization", authorization], ["x-amz-date", date]];
  const signable = { ...request, headers, query: request.query.filter(([name]) => name !== "X-Amz-Signature") };
  // Within its life a presigned request is as good as when it was signed; one from the future is a matter of clocks.
  return { signable, verifyAtMs: Math.min(nowMs, signedAtMs) };
}

function parseAmzDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function refusal(verification: Verification): WireError {
  switch (verification.kind) {
    case "missing":
      return new WireError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    case "malformed":
      return new WireError(403, "IncompleteSignatureException", verification.message);
    case "skew":
      return new WireError(403, "InvalidSignatureException", skewMessage(verification.signedAtMs, verification.nowMs));
    case "mismatch":
      return new WireError(
        403,
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
      );
    case "unknownKey":
    case "valid":
      return new WireError(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
  }
}

function skewMessage(signedAtMs: number, nowMs: number): string {
  const [signed, now] = [new Date(signedAtMs).toISOString(), new Date(nowMs).toISOString()];
  return signedAtMs < nowMs
    ? `Signature expired: ${signed} is now earlier than ${now}`
    : `Signature not yet current: ${signed} is still later than ${now}`;
}
