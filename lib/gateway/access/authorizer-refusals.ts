import type { ReasonCode } from "../../definition/reason-codes.ts";
import { Refusal } from "../refusal.ts";

/** Nobody is known by what the request carries: 401. */
export function unauthorized(reason: ReasonCode, evidence: Readonly<Record<string, string>>, message?: string): Refusal {
  return new Refusal({
    responseType: "UNAUTHORIZED",
    reason,
    evidence,
    ...(message === undefined ? {} : { message }),
    logLine: `Unauthorized request: ${message ?? "the caller is not known"}`,
  });
}

/** The authorizer could not be asked, or failed: 500, in the service's words without a message. */
export function authorizerFailed(fault: string, evidence: Readonly<Record<string, string>>, cause?: unknown): Refusal {
  return new Refusal({
    responseType: "AUTHORIZER_FAILURE",
    reason: "AUTHORIZER_FAILED",
    evidence: { fault, ...evidence },
    logLine: `Execution failed due to configuration error: ${fault}`,
    cause,
  });
}

/** What the authorizer answered cannot be used: 500. */
export function badAuthorizerResult(fault: string, evidence: Readonly<Record<string, string>>): Refusal {
  return new Refusal({
    responseType: "AUTHORIZER_CONFIGURATION_ERROR",
    reason: "AUTHORIZER_BAD_RESULT",
    evidence: { fault, ...evidence },
    logLine: `Execution failed due to configuration error: ${fault}`,
  });
}

/** The authorizer is not set up in a way that can work: 500. */
export function badAuthorizer(fault: string, evidence: Readonly<Record<string, string>> = {}): Refusal {
  return new Refusal({
    responseType: "AUTHORIZER_CONFIGURATION_ERROR",
    reason: "AUTHORIZER_FAILED",
    evidence: { fault, ...evidence },
    logLine: `Execution failed due to configuration error: ${fault}`,
  });
}
