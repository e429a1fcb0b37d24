import { z } from "zod";
import { traceSchema } from "./trace.ts";

/** What a gateway tells about a connection that the console plays a client on. */
export const socketFrameSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("opened"), protocol: z.string().optional() }),
  z.object({ kind: z.literal("message"), data: z.string(), isBase64: z.boolean().optional() }),
  z.object({
    kind: z.literal("event"),
    routeKey: z.string(),
    eventType: z.enum(["CONNECT", "MESSAGE", "DISCONNECT"]),
    connectionId: z.string(),
    ms: z.number(),
    trace: traceSchema,
  }),
  z.object({ kind: z.literal("refused"), status: z.number(), body: z.string() }),
  z.object({ kind: z.literal("closed"), code: z.number(), reason: z.string() }),
]);
export type SocketFrame = z.infer<typeof socketFrameSchema>;

/** A line of a transcript: what the gateway told, what was sent, or why nothing more comes. */
export type SocketEntry = { seq: number; at: string } & (
  | SocketFrame
  | { kind: "sent"; data: string }
  | { kind: "failed"; message: string }
);
