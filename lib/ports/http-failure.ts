import { HttpFailure, type HttpFailureKind } from "../gateway/ports.ts";
import { deniedCode } from "./guarded-lookup.ts";

const kinds: Readonly<Record<string, HttpFailureKind>> = {
  ENOTFOUND: "unresolved",
  EAI_AGAIN: "unresolved",
  EAI_NODATA: "unresolved",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "refused",
  ENETUNREACH: "refused",
  ETIMEDOUT: "refused",
  UND_ERR_CONNECT_TIMEOUT: "refused",
  [deniedCode]: "denied",
  EPROTO: "tls",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls",
  SELF_SIGNED_CERT_IN_CHAIN: "tls",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls",
  UNABLE_TO_GET_ISSUER_CERT: "tls",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls",
  CERT_HAS_EXPIRED: "tls",
  CERT_NOT_YET_VALID: "tls",
  UND_ERR_HEADERS_OVERFLOW: "malformed",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "broken",
};

/** Why a call failed, told from the error that sockets and undici give. */
export function toHttpFailure(error: Error): HttpFailure {
  const code = codeOf(error) ?? (error instanceof AggregateError ? codeOf(error.errors[0]) : undefined);
  const kind = (code === undefined ? undefined : kinds[code]) ?? kindOf(error, code);
  return new HttpFailure(kind, code === undefined ? error.message : `${error.message || "no connection"} (${code})`, error);
}

function kindOf(error: Error, code: string | undefined): HttpFailureKind {
  if (code?.startsWith("ERR_TLS_") || code?.startsWith("ERR_SSL_")) return "tls";
  // Parsers end with this code when the connection does, in the middle of an answer.
  if (code === "HPE_INVALID_EOF_STATE") return "broken";
  return code?.startsWith("HPE_") || error.name === "HTTPParserError" ? "malformed" : "broken";
}

function codeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : undefined;
}
