import type { Verification } from "./verify-request.ts";

/** A signature that proves nothing, as the service words it: the error's type, and what the caller reads. */
export type SignatureFault = { type: string; message: string };

export function signatureFault(verification: Exclude<Verification, { kind: "valid" }>): SignatureFault {
  switch (verification.kind) {
    case "missing":
      return { type: "MissingAuthenticationTokenException", message: "Missing Authentication Token" };
    case "malformed":
      return { type: "IncompleteSignatureException", message: verification.message };
    case "expired":
      return { type: "InvalidSignatureException", message: "Signature expired" };
    case "skew":
      return { type: "InvalidSignatureException", message: skewMessage(verification.signedAtMs, verification.nowMs) };
    case "mismatch":
      return {
        type: "InvalidSignatureException",
        message:
          "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
      };
    case "unknownKey":
      return { type: "UnrecognizedClientException", message: "The security token included in the request is invalid." };
  }
}

function skewMessage(signedAtMs: number, nowMs: number): string {
  const [signed, now] = [new Date(signedAtMs).toISOString(), new Date(nowMs).toISOString()];
  return signedAtMs < nowMs
    ? `Signature expired: ${signed} is now earlier than ${now}`
    : `Signature not yet current: ${signed} is still later than ${now}`;
}
