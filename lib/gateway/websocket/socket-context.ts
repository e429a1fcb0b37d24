import type { SocketFacts } from "../message.ts";

/** What `$context` has of a connection and its message; `$disconnect` knows how it ended. */
export function socketContext({ disconnect, messageId, ...socket }: SocketFacts): Record<string, unknown> {
  return {
    ...socket,
    messageDirection: "IN",
    ...(messageId === undefined ? {} : { messageId }),
    ...(disconnect === undefined ? {} : { disconnectStatusCode: disconnect.code, disconnectReason: disconnect.reason }),
  };
}
