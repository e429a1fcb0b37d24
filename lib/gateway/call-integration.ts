import type { Exchange } from "./exchange.ts";
import type { CompiledIntegration } from "./integrations/integration.ts";
import type { GatewayReply } from "./message.ts";
import { observeAnswer, observeCall, observeReply } from "./observe.ts";

/** Asks the backend: the three turns of an integration. */
export async function callIntegration(integration: CompiledIntegration, exchange: Exchange): Promise<GatewayReply> {
  const { trace } = exchange;
  const outgoing = await trace.step("map-request", () => integration.buildRequest(exchange));
  if (trace.isKept) observeCall(exchange, outgoing);
  let answer = await trace.step("integration", () => integration.invoke(outgoing, exchange));
  if (trace.isKept) answer = await observeAnswer(exchange, outgoing, answer);
  const reply = await trace.step("map-response", () => integration.buildResponse(exchange, answer));
  if (trace.isKept) await observeReply(exchange, reply);
  return reply;
}
