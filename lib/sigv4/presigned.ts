import { asymmetricAlgorithm } from "./asymmetric.ts";
import { algorithm, type SignableRequest } from "./canonical-request.ts";
import type { Verification } from "./verify-request.ts";

const presignedSecondsMax = 604_800;

export type Presigned = { signable: SignableRequest; verifyAtMs: number } | Extract<Verification, { kind: "expired" }>;

/**
 * A request that is signed in its query, as the header form that says the same, and the moment at which its signature is to be looked at;
 * other requests stay as they are.
 */
export function fromPresigned(request: SignableRequest, nowMs: number): Presigned {
  const query = new Map(request.query);
  const signature = query.get("X-Amz-Signature");
  const scheme = query.get("X-Amz-Algorithm") ?? "";
  if ((scheme !== algorithm && scheme !== asymmetricAlgorithm) || signature === undefined) return { signable: request, verifyAtMs: nowMs };
  const date = query.get("X-Amz-Date") ?? "";
  const credential = query.get("X-Amz-Credential") ?? "";
  const signedHeaders = query.get("X-Amz-SignedHeaders") ?? "";
  const signedAtMs = parseAmzDate(date);
  const lifeMs = Math.min(Number(query.get("X-Amz-Expires") ?? "0"), presignedSecondsMax) * 1_000;
  if (!(nowMs <= signedAtMs + lifeMs)) return { kind: "expired" };
  const authorization = `${scheme} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  const headers: SignableRequest["headers"] = [...request.headers, ["authorization", authorization], ["x-amz-date", date]];
  const signable = {
    ...request,
    headers,
    query: request.query.filter(([name]) => name !== "X-Amz-Signature"),
    ...(scheme === asymmetricAlgorithm && { regionSet: query.get("X-Amz-Region-Set") ?? "" }),
  };
  // Within its life a presigned request is as good as when it was signed; one from the future is a matter of clocks.
  return { signable, verifyAtMs: Math.min(nowMs, signedAtMs) };
}

function parseAmzDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
