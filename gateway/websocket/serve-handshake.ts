import type { GatewayRequest, RequestBody } from "../../lib/gateway/message.ts";
import type { Ports } from "../../lib/gateway/ports.ts";
import type { Client } from "../../lib/ports/client-address.ts";
import { findArrival } from "../arrival.ts";
import type { DomainTable } from "../domain-table.ts";
import type { RequestHead } from "../listener.ts";
import { toGatewayRequest } from "../serve-request.ts";
import { type SocketTable, stageKey } from "../stage-table.ts";
import type { Handshake } from "./peer.ts";
import type { SocketHub } from "./socket-hub.ts";

export type HandshakeServing = {
  table(): SocketTable;
  domains: DomainTable;
  ports: Ports;
  hub: SocketHub;
  findClient(head: RequestHead): Client;
  reportBug(requestId: string, error: unknown): void;
};

const noBody: RequestBody = { length: 0, stream: nothing(), collect: () => Promise.resolve(Buffer.alloc(0)) };

/** Serves a handshake for a stage of a WebSocket API; false when it is for nothing of that kind. */
export function serveHandshake(serving: HandshakeServing, handshake: Handshake): boolean {
  const { table, hub, findClient, reportBug } = serving;
  const { head } = handshake;
  const client = findClient(head);
  const destination = findArrival(serving, head, client);
  // Refusals of a domain take the way of plain requests: the same answer, the same log.
  if (destination === undefined || "refusal" in destination) return false;
  const key = stageKey(destination.apiId, destination.stageName);
  const served = table().get(key);
  if (served === undefined || (served.api.stage.isEndpointDisabled && destination.customDomain === undefined)) return false;
  const request: GatewayRequest = toGatewayRequest({ head, body: noBody, caller: handshake, destination, client });
  hub.serve(handshake, { stageKey: key, api: served.api }, request).catch((error: unknown) => {
    reportBug("", error);
    handshake.refuse(500, ["Content-Type", "application/json"], '{"message":"Internal server error"}');
  });
  return true;
}

async function* nothing(): AsyncIterable<Uint8Array> {
  // A handshake has no body.
}
