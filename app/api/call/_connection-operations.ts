import { z } from "zod";
import type { ConnectionOperations } from "@/lib/client/connection-operations";
import { deleteConnection, listConnections, postToConnection } from "@/lib/services/v2/connections";
import { closeSocketSession, openSocketSession, sendInSocketSession } from "@/lib/services/v2/socket-sessions";
import { id } from "./_inputs";
import type { Row } from "./_row";
import { v2StageKey } from "./_v2-inputs";

const dataMax = 131_072;
const text = z.string().max(16_384);
const sessionKey = z.object({ sessionId: id });
const connectionKey = v2StageKey.extend({ connectionId: id });

/** Calls about open connections of WebSocket APIs, and the tester's own ones. */
export const connectionOperations: { [N in keyof ConnectionOperations]: Row<N> } = {
  listConnections: {
    kind: "query",
    input: v2StageKey.extend({ filter: z.string().max(256).optional() }),
    run: async ({ scope, runtime }, question) => {
      const { connections, ...numbers } = await listConnections(scope, runtime, question);
      return {
        ...numbers,
        connections: connections.map(({ connectedAtMs, lastActiveAtMs, userAgent, caller, ...rest }) => ({
          ...rest,
          connectedAt: new Date(connectedAtMs).toISOString(),
          lastActiveAt: new Date(lastActiveAtMs).toISOString(),
          ...(userAgent === null ? {} : { userAgent }),
          ...(caller === undefined ? {} : { caller }),
        })),
      };
    },
  },
  postToConnection: {
    kind: "mutation",
    input: connectionKey.extend({ data: z.string().max(dataMax) }),
    run: async ({ scope, runtime }, input) => {
      await postToConnection(scope, runtime, input);
      return {};
    },
  },
  deleteConnection: {
    kind: "mutation",
    input: connectionKey,
    run: async ({ scope, runtime }, key) => {
      await deleteConnection(scope, runtime, key);
      return {};
    },
  },
  openSocketSession: {
    kind: "mutation",
    input: v2StageKey.extend({
      query: text,
      headers: z.array(z.tuple([z.string().max(256), text])).max(100),
      protocols: z.array(z.string().max(256)).max(20),
    }),
    run: ({ scope, runtime }, call) => openSocketSession(scope, runtime, call),
  },
  sendInSocketSession: {
    kind: "mutation",
    input: sessionKey.extend({ data: z.string().max(dataMax) }),
    run: async ({ scope }, input) => {
      sendInSocketSession(scope, input);
      return {};
    },
  },
  closeSocketSession: {
    kind: "mutation",
    input: sessionKey,
    run: async ({ scope }, key) => {
      closeSocketSession(scope, key);
      return {};
    },
  },
};
