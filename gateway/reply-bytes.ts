import type { GatewayReply } from "../lib/gateway/message.ts";

/** Bytes of a reply's body as far as they are known when it is sent. */
export function replyBytes(reply: GatewayReply): number {
  return typeof reply.body === "string" ? Buffer.byteLength(reply.body) : (reply.body.length ?? 0);
}
