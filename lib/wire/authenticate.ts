import { findKeyHolder, type KeyHolder, noteUse } from "../auth/access-keys.ts";
import type { RuntimeCore } from "../services/runtime-scope.ts";
import { hasRegion } from "../sigv4/asymmetric.ts";
import type { SignableRequest } from "../sigv4/canonical-request.ts";
import { fromPresigned } from "../sigv4/presigned.ts";
import { signatureFault } from "../sigv4/signature-fault.ts";
import { type Verification, verifyRequest } from "../sigv4/verify-request.ts";
import { WireError } from "./error-response.ts";

export type Caller = { holder: KeyHolder; region: string; service: string };

/** Who signed the request, by header or by query; throws the service's error when nobody did. */
export async function authenticate(runtime: RuntimeCore, request: SignableRequest, requestId: string): Promise<Caller> {
  const now = runtime.clock();
  const nowMs = now.getTime();
  const presigned = fromPresigned(request, nowMs);
  if ("kind" in presigned) throw refusal(presigned);
  let holder: KeyHolder | undefined;
  const findSecret = async (accessKeyId: string) => {
    holder = await findKeyHolder(runtime, accessKeyId);
    return holder?.secret;
  };
  const verification = await verifyRequest(presigned.signable, { nowMs: presigned.verifyAtMs, findSecret });
  if (verification.kind !== "valid" || holder === undefined) throw refusal(verification);
  const { service } = verification.authorization.scope;
  const region = regionOf(verification, runtime);
  if (!regionPattern.test(region)) throw new WireError(403, "InvalidSignatureException", "Credential should be scoped to a valid region.");
  // The caller does not wait for it: a long import may be writing, and reads go on when nothing can be written.
  noteUse(runtime.db, holder, now).catch((error: unknown) => runtime.report({ requestId, error }));
  return { holder, region, service };
}

/** Of a signature that is good in several regions the one that is told apart, else the installation's own. */
function regionOf({ authorization, regionSet }: Extract<Verification, { kind: "valid" }>, { workspace }: RuntimeCore): string {
  if (regionSet === undefined) return authorization.scope.region;
  return hasRegion(regionSet, workspace.region) ? workspace.region : regionSet;
}

/** A region becomes part of ARNs and of a workspace's id; names of other makers' regions fit too. */
const regionPattern = /^[a-z0-9-]{1,32}$/;

function refusal(verification: Verification): WireError {
  // A key that vanished while its signature was looked at is a key that is not there.
  const fault = signatureFault(verification.kind === "valid" ? { kind: "unknownKey", accessKeyId: "" } : verification);
  return new WireError(403, fault.type, fault.message);
}
