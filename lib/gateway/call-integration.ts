import type { Exchange } from "./exchange.ts";
import type { CompiledIntegration } from "./integrations/integration.ts";
import type { GatewayReply } from "./message.ts";
import { observeAnswer, observeAnswerHead, observeCall, observeReply, watchReply } from "./observe.ts";

/** Asks the backend: the three turns of an integration. */
export async function callIntegration(integration: CompiledIntegration, exchange: Exchange): Promise<GatewayReply> {
  const { trace } = exchange;
  const outgoing = await trace.step("map-request", () => integration.buildRequest(exchange));
  if (trace.isKept) observeCall(exchange, outgoing);
  let answer = await trace.step("integration", () => integration.invoke(outgoing, exchange));
  const isStreamed = integration.isStreamed === true;
  if (trace.isKept) {
    if (isStreamed) observeAnswerHead(exchange, answer);
    else answer = await observeAnswer(exchange, outgoing, answer);
  }
  const reply = await trace.step("map-response", () => integration.buildResponse(exchange, answer));
  if (!trace.isKept) return reply;
  if (isStreamed) return watchReply(exchange, reply);
  await observeReply(exchange, reply);
  return reply;
}
