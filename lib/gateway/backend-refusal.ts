import type { ReasonCode } from "../definition/reason-codes.ts";
import type { HttpFailure, HttpFailureKind } from "./ports.ts";
import { Refusal, type RefusalOptions } from "./refusal.ts";

const reasons: Record<HttpFailureKind, ReasonCode> = {
  unresolved: "BACKEND_UNRESOLVED",
  refused: "BACKEND_REFUSED",
  tls: "BACKEND_TLS",
  timeout: "BACKEND_TIMEOUT",
  denied: "BACKEND_DENIED",
  gone: "BACKEND_BROKEN",
  broken: "BACKEND_BROKEN",
  malformed: "RESULT_MALFORMED",
};

/** A backend that does not answer, or not to the end, as a refusal that names why. */
export function backendRefusal(failure: HttpFailure, call: { origin?: string; timeoutMs?: number } = {}): Refusal {
  const evidence = {
    ...(call.origin !== undefined && { origin: call.origin }),
    fault: failure.message,
    ...(failure.kind === "timeout" && call.timeoutMs !== undefined && { timeoutMs: String(call.timeoutMs) }),
  };
  const options: RefusalOptions = { responseType: "INTEGRATION_FAILURE", reason: reasons[failure.kind], evidence, cause: failure };
  if (failure.kind === "timeout") {
    return new Refusal({ ...options, responseType: "INTEGRATION_TIMEOUT", logLine: "Execution failed due to a timeout error" });
  }
  if (failure.kind === "tls") {
    return new Refusal({ ...options, logLine: `Execution failed due to configuration error: ${failure.message}` });
  }
  if (failure.kind === "unresolved" || failure.kind === "denied") {
    return new Refusal({ ...options, logLine: "Execution failed due to configuration error: Invalid endpoint address" });
  }
  if (failure.kind === "malformed") {
    return new Refusal({ ...options, logLine: "Execution failed due to configuration error: Malformed endpoint response" });
  }
  return new Refusal({ ...options, logLine: "Execution failed due to a network error communicating with endpoint" });
}
