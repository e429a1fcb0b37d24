import { asymmetricAlgorithm } from "./asymmetric.ts";
import { algorithm, type CredentialScope } from "./canonical-request.ts";

/** What an `Authorization` header of the SigV4 scheme says. */
export type SigV4Authorization = {
  accessKeyId: string;
  /** Without a region in version 4a, where a set of regions is signed beside it. */
  scope: CredentialScope;
  isAsymmetric: boolean;
  /** Lower-case names in the order given. */
  signedHeaders: readonly string[];
  signature: string;
};

export type AuthorizationResult =
  | { ok: true; value: SigV4Authorization }
  | { ok: false; reason: "otherScheme" | "malformed"; message: string };

// Longer headers are no signature of any client; the limit keeps the parser cheap.
const headerLengthMax = 8_192;

const parts = ["Credential", "Signature", "SignedHeaders"] as const;

/** Reads an `Authorization` header; messages are those of the service. */
export function parseAuthorization(header: string): AuthorizationResult {
  const space = header.indexOf(" ");
  const scheme = space < 0 ? header : header.slice(0, space);
  const isAsymmetric = scheme === asymmetricAlgorithm;
  if ((scheme !== algorithm && !isAsymmetric) || header.length > headerLengthMax) {
    return { ok: false, reason: "otherScheme", message: `Unsupported Authorization scheme: ${scheme.slice(0, 64)}` };
  }
  const fields = readFields(header.slice(scheme.length));
  const missing = parts.filter((name) => fields.get(name) === undefined);
  if (missing.length > 0) {
    const complaints = missing.map((name) => `Authorization header requires '${name}' parameter.`);
    return { ok: false, reason: "malformed", message: `${complaints.join(" ")} Authorization=${header}` };
  }
  const credential = (fields.get("Credential") ?? "").split("/");
  // Access key ids of other makers may hold slashes, so the scope is counted from the end.
  const scopeLength = isAsymmetric ? 3 : 4;
  const [date, ...rest] = credential.slice(-scopeLength);
  const [region = "", service, terminator] = isAsymmetric ? ["", ...rest] : rest;
  const accessKeyId = credential.slice(0, -scopeLength).join("/");
  if (accessKeyId === "" || !date || (!isAsymmetric && region === "") || !service || terminator !== "aws4_request") {
    const example = isAsymmetric ? "'<access-key>/YYYYMMDD/SERVICE/aws4_request'" : "'<access-key>/YYYYMMDD/REGION/SERVICE/aws4_request'";
    return {
      ok: false,
      reason: "malformed",
      message: `Credential must have exactly ${scopeLength + 1} slash-delimited elements, e.g. ${example}, got '${credential.join("/")}'`,
    };
  }
  const signedHeaders = (fields.get("SignedHeaders") ?? "")
    .toLowerCase()
    .split(";")
    .filter((name) => name !== "");
  const signature = fields.get("Signature") ?? "";
  return { ok: true, value: { accessKeyId, scope: { date, region, service }, isAsymmetric, signedHeaders, signature } };
}

function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const piece of text.split(",")) {
    const equals = piece.indexOf("=");
    if (equals > 0) fields.set(piece.slice(0, equals).trim(), piece.slice(equals + 1).trim());
  }
  return fields;
}
