import type { ReasonCode } from "../../definition/reason-codes.ts";
import type { Exchange } from "../exchange.ts";
import { HttpFailure, type HttpFailureKind } from "../ports.ts";
import { Refusal, type RefusalOptions } from "../refusal.ts";
import type { IntegrationAnswer, IntegrationRequest } from "./integration.ts";

export type BackendSettings = { timeoutMs: number; skipsCertificateCheck: boolean };

/** Sends an integration request; a backend that does not answer is a refusal that names why. */
export async function callBackend(settings: BackendSettings, request: IntegrationRequest, exchange: Exchange): Promise<IntegrationAnswer> {
  const { ports } = exchange;
  const startedMs = ports.clock.monotonicMs();
  try {
    const { timeoutMs, skipsCertificateCheck } = settings;
    const answer = await ports.http.send({ ...request, timeoutMs, skipsCertificateCheck, caller: exchange.request.caller });
    exchange.backend = answer;
    return answer;
  } catch (error) {
    throw error instanceof HttpFailure ? toBackendRefusal(error, request, settings) : error;
  } finally {
    exchange.integrationMs = ports.clock.monotonicMs() - startedMs;
  }
}

const reasons: Record<HttpFailureKind, ReasonCode> = {
  unresolved: "BACKEND_UNRESOLVED",
  refused: "BACKEND_REFUSED",
  tls: "BACKEND_TLS",
  timeout: "BACKEND_TIMEOUT",
  denied: "BACKEND_DENIED",
  gone: "BACKEND_REFUSED",
  broken: "BACKEND_REFUSED",
};

function toBackendRefusal(failure: HttpFailure, request: IntegrationRequest, settings: BackendSettings): Refusal {
  const evidence = {
    origin: request.origin,
    fault: failure.message,
    ...(failure.kind === "timeout" && { timeoutMs: String(settings.timeoutMs) }),
  };
  const options: RefusalOptions = { responseType: "INTEGRATION_FAILURE", reason: reasons[failure.kind], evidence, cause: failure };
  if (failure.kind === "timeout") {
    return new Refusal({ ...options, responseType: "INTEGRATION_TIMEOUT", logLine: "Execution failed due to a timeout error" });
  }
  if (failure.kind === "tls")
    return new Refusal({ ...options, logLine: `Execution failed due to configuration error: ${failure.message}` });
  if (failure.kind === "unresolved" || failure.kind === "denied") {
    return new Refusal({ ...options, logLine: "Execution failed due to configuration error: Invalid endpoint address" });
  }
  return new Refusal({ ...options, logLine: "Execution failed due to a network error communicating with endpoint" });
}
