import { isUtf8 } from "node:buffer";
import { authenticateOwnCaller } from "../../lib/gateway/access/iam-authorizer.ts";
import { Exchange } from "../../lib/gateway/exchange.ts";
import { gatewayResponseTable } from "../../lib/gateway/gateway-response-table.ts";
import type { GatewayRequest } from "../../lib/gateway/message.ts";
import type { Ports } from "../../lib/gateway/ports.ts";
import { toRefusal } from "../../lib/gateway/refusal.ts";
import { noTrace } from "../../lib/gateway/trace.ts";
import type { CompiledWebSocketApi } from "../../lib/gateway/websocket/compile-websocket.ts";
import type { Reply } from "../listener.ts";
import type { ConnectionAnswer, ConnectionCall } from "./connection-calls.ts";

const pathPattern = /^\/(?:@|%40)connections\/([^/]+)$/i;
/** The action that back ends need for the connections of an API. */
const manageAction = "execute-api:ManageConnections";
const dataBytesMax = 128 * 1_024;

export type ConnectionsServing = { ports: Ports; ask(call: ConnectionCall): Promise<ConnectionAnswer> };

/** Answers `@connections` of a WebSocket API: signed calls send to a connection, tell about it, or end it. */
export async function serveConnections(
  { ports, ask }: ConnectionsServing,
  target: { api: CompiledWebSocketApi; stageKey: string },
  request: GatewayRequest,
  reply: Reply,
): Promise<void> {
  const exchange = new Exchange(target.api.stage, request, ports, noTrace);
  const send = (status: number, type: string | undefined, body: object | undefined) => {
    const headers = ["x-amzn-RequestId", exchange.requestId, "Content-Type", "application/json"];
    if (type !== undefined) headers.push("x-amzn-ErrorType", type);
    reply.send(status, headers, body === undefined ? "" : JSON.stringify(body));
  };
  try {
    await authenticateOwnCaller(exchange, manageAction);
  } catch (error) {
    const refusal = toRefusal(error);
    const standard = gatewayResponseTable[refusal.responseType];
    send(standard.status, refusal.errorType ?? standard.errorType, { message: refusal.callerMessage ?? standard.message });
    return;
  }
  const call = await readCall(request, target.stageKey);
  if (call === undefined) {
    send(404, "NotFoundException", { message: "Not Found" });
    return;
  }
  if (call.verb === "POST" && Buffer.byteLength(call.data, call.isBase64 ? "base64" : "utf8") > dataBytesMax) {
    send(413, "PayloadTooLargeException", { message: "The payload is larger than 128 KB" });
    return;
  }
  const answer = await ask(call);
  if (answer.kind === "gone") send(410, "GoneException", { message: "The connection is gone" });
  else if (answer.kind === "told") send(200, undefined, shown(answer));
  else send(call.verb === "DELETE" ? 204 : 200, undefined, undefined);
}

async function readCall(request: GatewayRequest, stageKey: string): Promise<ConnectionCall | undefined> {
  const id = pathPattern.exec(request.rawPath)?.[1];
  if (id === undefined) return undefined;
  const target = { connectionId: decode(id), stageKey };
  switch (request.method) {
    case "POST": {
      const bytes = await request.body.collect();
      const isBase64 = !isUtf8(bytes);
      return { ...target, verb: "POST", data: bytes.toString(isBase64 ? "base64" : "utf8"), isBase64 };
    }
    case "GET":
    case "DELETE":
      return { ...target, verb: request.method };
    default:
      return undefined;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // What cannot be read is the id of no connection.
    return "";
  }
}

function shown({ connectedAtMs, lastActiveAtMs, sourceIp, userAgent }: ConnectionAnswer & { kind: "told" }) {
  return {
    connectedAt: new Date(connectedAtMs).toISOString(),
    identity: { sourceIp, userAgent },
    lastActiveAt: new Date(lastActiveAtMs).toISOString(),
  };
}
