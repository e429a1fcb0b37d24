import { backendRefusal } from "../backend-refusal.ts";
import type { Exchange } from "../exchange.ts";
import { type ClientCertificate, HttpFailure } from "../ports.ts";
import type { IntegrationAnswer, IntegrationRequest } from "./integration.ts";

export type BackendSettings = { timeoutMs: number; skipsCertificateCheck: boolean; clientCertificate?: ClientCertificate | undefined };

/** Sends an integration request; a backend that does not answer is a refusal that names why. */
export async function callBackend(settings: BackendSettings, request: IntegrationRequest, exchange: Exchange): Promise<IntegrationAnswer> {
  const { ports } = exchange;
  const startedMs = ports.clock.monotonicMs();
  try {
    const answer = await ports.http.send({ ...request, ...settings, caller: exchange.request.caller });
    exchange.backend = answer;
    return answer;
  } catch (error) {
    throw error instanceof HttpFailure ? backendRefusal(error, { origin: request.origin, timeoutMs: settings.timeoutMs }) : error;
  } finally {
    exchange.integrationMs = ports.clock.monotonicMs() - startedMs;
  }
}
