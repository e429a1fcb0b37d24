import { backendRefusal } from "../backend-refusal.ts";
import type { Exchange } from "../exchange.ts";
import { type ClientCertificate, HttpFailure } from "../ports.ts";
import type { IntegrationAnswer, IntegrationRequest } from "./integration.ts";

export type BackendSettings = { timeoutMs: number; skipsCertificateCheck: boolean; clientCertificate?: ClientCertificate | undefined };

/** Sends an integration request; a backend that does not answer is a refusal that names why. */
export async function callBackend(settings: BackendSettings, request: IntegrationRequest, exchange: Exchange): Promise<IntegrationAnswer> {
  const { ports } = exchange;
  exchange.backendCall = { origin: request.origin, timeoutMs: settings.timeoutMs };
  const startedMs = ports.clock.monotonicMs();
  try {
    const { method, origin, path, headers, body, servername } = request;
    const { timeoutMs, skipsCertificateCheck, clientCertificate } = settings;
    const { caller } = exchange.request;
    // Named one by one: every request passes here, and copying objects of unknown shape is slow.
    const call = { method, origin, path, headers, body, servername, timeoutMs, skipsCertificateCheck, clientCertificate, caller };
    const answer = await ports.http.send(call);
    exchange.backend = answer;
    return answer;
  } catch (error) {
    throw error instanceof HttpFailure ? backendRefusal(error, exchange.backendCall) : error;
  } finally {
    exchange.integrationMs = ports.clock.monotonicMs() - startedMs;
  }
}
