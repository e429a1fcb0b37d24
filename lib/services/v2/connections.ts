import { z } from "zod";
import { callGateway, type GatewayRef } from "../call-gateway.ts";
import { badRequest, notFound } from "../errors.ts";
import { demand, type Scope } from "../scope.ts";
import { demandStage } from "../test-stage.ts";
import { write } from "../write.ts";

const listSchema = z.object({
  total: z.number(),
  matching: z.number(),
  connections: z.array(
    z.object({
      connectionId: z.string(),
      connectedAtMs: z.number(),
      lastActiveAtMs: z.number(),
      sourceIp: z.string(),
      userAgent: z.string().nullable(),
      caller: z.string().optional(),
    }),
  ),
});
export type ConnectionList = z.infer<typeof listSchema> & {
  /** How many other gateways told of calls lately: their connections are not in the list. */
  otherGateways: number;
};

export type StageOfConnections = { apiId: string; stageName: string };
export type ConnectionKey = StageOfConnections & { connectionId: string };

/** The open connections of a stage of a WebSocket API that fit a filter, the newest first, and how many there are. */
export async function listConnections(
  scope: Scope,
  gateway: GatewayRef,
  { filter = "", ...key }: StageOfConnections & { filter?: string | undefined },
): Promise<ConnectionList> {
  demand(scope, "read", "connection:list");
  await demandStage(scope, key);
  const { answer } = await callGateway(gateway, "connections", { ...key, filter, verb: "LIST" });
  return { ...listSchema.parse(answer), otherGateways: await countOtherGateways(scope) };
}

const latelyMs = 5 * 60_000;

/** The board asks the gateway of this machine; others are known by what they counted. */
async function countOtherGateways({ db, clock }: Scope): Promise<number> {
  const since = new Date(clock().getTime() - latelyMs);
  const nodes = await db.reader.ingestBatch.findMany({ where: { at: { gte: since } }, distinct: ["node"], select: { node: true } });
  return Math.max(0, nodes.length - 1);
}

/** The service's limit of a message. */
const dataBytesMax = 131_072;

/** Sends a message to one connection. */
export async function postToConnection(
  scope: Scope,
  gateway: GatewayRef,
  { data, ...key }: ConnectionKey & { data: string },
): Promise<void> {
  if (Buffer.byteLength(data) > dataBytesMax) throw badRequest("The payload is larger than 128 KB");
  await act(scope, gateway, { key, question: { verb: "POST", data }, action: "connection:post", summary: "Send to connection" });
}

/** Ends one connection. */
export async function deleteConnection(scope: Scope, gateway: GatewayRef, key: ConnectionKey): Promise<void> {
  await act(scope, gateway, { key, question: { verb: "DELETE" }, action: "connection:delete", summary: "Drop connection" });
}

type Act = { key: ConnectionKey; question: object; action: string; summary: string };

/** Acts on a connection; the history says who did it. */
async function act(scope: Scope, gateway: GatewayRef, { key, question, action, summary }: Act): Promise<void> {
  const { apiId, stageName, connectionId } = key;
  demand(scope, "release", action);
  await demandStage(scope, key);
  const { isGone } = await callGateway(gateway, "connections", { apiId, stageName, connectionId, ...question });
  if (isGone) throw notFound("The connection is gone.");
  const intent = {
    action,
    permission: "release",
    api: apiId,
    summary: `${summary} ${connectionId} of ${stageName}`,
    isAlwaysKept: true,
  } as const;
  await write(scope, intent, async () => undefined);
}
