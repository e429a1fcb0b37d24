import { ServiceError } from "../base/service-error.ts";
import type { Runtime } from "./runtime.ts";

/** Longer than the longest integration, so that its timeout is the one that is seen. */
const deadlineMs = 45_000;

/** What a call of the gateway needs of the process. */
export type GatewayRef = { environment: Pick<Runtime["environment"], "GATEWAY_HOST" | "GATEWAY_PORT">; feedToken: string };

/** Where the gateway of this installation listens, and what this console shows there. */
export function gatewayDoor({ environment, feedToken }: GatewayRef): { authority: string; authorization: string } {
  return { authority: `${reachable(environment.GATEWAY_HOST)}:${environment.GATEWAY_PORT}`, authorization: `Bearer ${feedToken}` };
}

/** What a page of the gateway says to a question of the console; 410 is an answer, every other refusal is an error. */
export async function callGateway(gateway: GatewayRef, page: string, question: object): Promise<{ isGone: boolean; answer: unknown }> {
  const { authority, authorization } = gatewayDoor(gateway);
  const response = await fetch(`http://${authority}/_gatehouse/${page}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify(question),
    signal: AbortSignal.timeout(deadlineMs),
  }).catch((cause: unknown) => {
    const message = `The gateway does not answer on port ${gateway.environment.GATEWAY_PORT}. Is it running?`;
    throw new ServiceError("ServiceUnavailableException", message, { cause });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok || response.status === gone) return { isGone: response.status === gone, answer };
  const reason =
    typeof answer === "object" && answer !== null && "message" in answer ? String(answer.message) : `it answered ${response.status}`;
  throw new ServiceError("ServiceUnavailableException", `The gateway could not run the call: ${reason}`);
}

const gone = 410;

/** The address at which this machine reaches what listens there. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
