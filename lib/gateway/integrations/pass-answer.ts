import { answerBodyMaxBytes } from "../map-response.ts";
import type { GatewayReply } from "../message.ts";
import { callerHeaders } from "../response-headers.ts";
import type { IntegrationAnswer } from "./integration.ts";

/**
 * The backend's answer as it is. Unless it is streamed, the caller gets nothing before all of it is here, up to the size that the service
 * takes: a backend that fails half-way is then answered with an error, not with half an answer.
 */
export function passAnswer(
  answer: IntegrationAnswer,
  { isStreamed, passHeaders = callerHeaders }: { isStreamed: boolean; passHeaders?: (headers: readonly string[]) => string[] },
): GatewayReply | Promise<GatewayReply> {
  const { status, headers, body } = answer;
  const reply: GatewayReply = { status, headers: passHeaders(headers), body: body ?? "", isGatewayResponse: false };
  const held = isStreamed ? undefined : body?.hold(answerBodyMaxBytes);
  return held === undefined ? reply : held.then(() => reply);
}
