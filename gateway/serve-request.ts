import { randomBytes } from "node:crypto";
import { previewStage } from "../lib/definition/preview.ts";
import type { ReasonCode } from "../lib/definition/reason-codes.ts";
import { loggingTrace } from "../lib/gateway/logging-trace.ts";
import { type Caller, type GatewayRequest, type RequestBody, requestBodyMaxBytes } from "../lib/gateway/message.ts";
import type { Ports, Served } from "../lib/gateway/ports.ts";
import { type CompiledApi, serveApi } from "../lib/gateway/serve-api.ts";
import { noTrace } from "../lib/gateway/trace.ts";
import { WatchedBody } from "../lib/gateway/watched-body.ts";
import type { Client } from "../lib/ports/client-address.ts";
import { belowDefaultStage, type Destination } from "./addresses.ts";
import { type AtDomain, findArrival } from "./arrival.ts";
import type { DomainTable } from "./domain-table.ts";
import { withEdgeHeaders } from "./edge-headers.ts";
import type { FactsCollector } from "./facts.ts";
import type { Reply, RequestHead } from "./listener.ts";
import type { PreviewCall } from "./serve-preview.ts";
import { type ServedStage, type SocketTable, type StageTable, stageKey } from "./stage-table.ts";
import { findMisfit } from "./strict-endpoint.ts";
import type { ConnectionAnswer, ConnectionCall } from "./websocket/connection-calls.ts";
import { serveConnections } from "./websocket/serve-connections.ts";

export type Serving = {
  table(): StageTable | undefined;
  sockets(): SocketTable;
  /** Asks the worker that has a connection. */
  ask(call: ConnectionCall): Promise<ConnectionAnswer>;
  domains: DomainTable;
  ports: Ports;
  facts: FactsCollector;
  findClient(head: RequestHead): Client;
  /** Serves the draft to who may see it; false for everybody else. */
  preview(call: PreviewCall): boolean;
  /** Something went wrong that is no refusal: a fault of the gateway itself. */
  reportBug(requestId: string, error: unknown): void;
};

/** Answers a request for a deployed stage. */
export function serveRequest(serving: Serving, head: RequestHead, body: RequestBody, reply: Reply): void {
  const table = serving.table();
  if (table === undefined) {
    sendError(serving.ports, reply, {
      kind: "REST",
      status: 503,
      errorType: "ServiceUnavailableException",
      message: "Service Unavailable",
    });
    return;
  }
  const client = serving.findClient(head);
  const address = findArrival(serving, head, client);
  if (address !== undefined && "refusal" in address) {
    refuseAtDomain(serving, { head, client, ...address }, reply);
    return;
  }
  if (address !== undefined && isPreview(table, address) && serving.preview({ head, body, reply, client, destination: address })) return;
  if (address !== undefined && serveSocketCall(serving, address, { head, body, reply, client })) return;
  const found = findStage(table, address);
  const { destination, stage } = found;
  if (destination === undefined || stage === undefined || isClosed(stage, destination)) {
    const error = noStage(table, found);
    const requestId = sendError(serving.ports, reply, error);
    if (destination !== undefined) addUnserved(serving, { head, destination, requestId, status: error.status, reason: "NO_STAGE", stage });
    return;
  }
  const api = chooseApi(stage, serving.ports);
  const misfit = refuseTransport(api, destination, { head, client });
  if (misfit !== undefined) {
    const requestId = sendError(serving.ports, reply, { kind: "REST", ...forbidden });
    addUnserved(serving, { head, destination, requestId, status: 403, stage, ...misfit });
    return;
  }
  // REST APIs answer with their own gateway response.
  if (stage.base.kind === "HTTP" && body.length !== undefined && body.length > requestBodyMaxBytes) {
    const requestId = sendError(serving.ports, reply, tooLarge);
    addUnserved(serving, { head, destination, requestId, status: 413, reason: "BODY_TOO_LARGE", stage });
    return;
  }
  const request = toGatewayRequest({ head, body, caller: reply, destination, client });
  const { logging } = stage;
  const trace = logging.isOn ? loggingTrace(serving.ports.clock, logging, api.stage.hide) : undefined;
  const startedMs = performance.now();
  serveApi(api, request, serving.ports, trace ?? noTrace)
    .then((served) => {
      sendReply(served, reply);
      const { refusal, requestId } = served.facts;
      // What fails because the caller left is nobody's fault.
      if (refusal?.reason === "INTERNAL_ERROR" && !reply.isGone) serving.reportBug(requestId, refusal.cause);
      const ms = performance.now() - startedMs;
      whenSent(served, () => serving.facts.add({ api, logging, request, served, ms, execution: trace?.finish(served) }));
    })
    .catch((error: unknown) => {
      serving.reportBug("", error);
      reply.abort();
    });
}

/** Whether an address is that of the draft. A stage that has its name goes first. */
function isPreview(table: StageTable, { apiId, stageName, customDomain }: Destination): boolean {
  return stageName === previewStage && customDomain === undefined && !table.has(stageKey(apiId, stageName));
}

type Found = { destination: Destination | undefined; stage: ServedStage | undefined };

function findStage(table: StageTable, destination: Destination | undefined): Found {
  if (destination === undefined) return { destination, stage: undefined };
  const named = table.get(stageKey(destination.apiId, destination.stageName));
  // Custom domains name the stage themselves.
  if (named !== undefined || destination.customDomain !== undefined) return { destination, stage: named };
  const below = belowDefaultStage(destination);
  const stage = table.get(stageKey(below.apiId, below.stageName));
  return stage === undefined ? { destination, stage } : { destination: below, stage };
}

/** What the service answers for an API or a stage that is not there, or that is not served at this address. */
function noStage(table: StageTable, { destination }: Found): OwnError {
  const isHttp = destination !== undefined && httpApis(table).has(destination.apiId);
  return isHttp ? { kind: "HTTP", status: 404, message: "Not Found" } : { kind: "REST", ...forbidden };
}

const forbidden = { status: 403, errorType: "ForbiddenException", message: "Forbidden" };

const tooLarge: OwnError = { kind: "HTTP", status: 413, message: "Request Entity Too Large" };

const httpApiIds = new WeakMap<StageTable, ReadonlySet<string>>();

function httpApis(table: StageTable): ReadonlySet<string> {
  let ids = httpApiIds.get(table);
  if (ids === undefined) {
    ids = new Set([...table.values()].filter(({ base }) => base.kind === "HTTP").map(({ base }) => base.stage.apiId));
    httpApiIds.set(table, ids);
  }
  return ids;
}

type Call = { head: RequestHead; body: RequestBody; reply: Reply; client: Client };

/** Serves a call of a WebSocket API's connections; false when the address is of another kind. */
function serveSocketCall(serving: Serving, destination: Destination, { head, body, reply, client }: Call): boolean {
  const key = stageKey(destination.apiId, destination.stageName);
  const api = serving.sockets().get(key)?.api;
  if (api === undefined) return false;
  const request = toGatewayRequest({ head, body, caller: reply, destination, client });
  serveConnections(serving, { api, stageKey: key }, request, reply).catch((error: unknown) => {
    serving.reportBug("", error);
    reply.abort();
  });
  return true;
}

/** Whether the API answers at custom domain names only, and this is none. */
function isClosed({ base }: ServedStage, { customDomain }: Destination): boolean {
  return base.stage.isEndpointDisabled && customDomain === undefined;
}

/** Why a connection does not do for an API. */
function refuseTransport(
  api: CompiledApi,
  destination: Destination,
  { head, client }: { head: RequestHead; client: Client },
): { reason: ReasonCode; evidence: Record<string, string> } | undefined {
  const tooOld = findOldTls(api, destination, head);
  if (tooOld !== undefined) return { reason: "TLS_TOO_OLD", evidence: tooOld };
  const { strictEndpoint } = api.stage;
  const misfit = strictEndpoint && findMisfit(strictEndpoint, { host: destination.domainName, tls: head.tls, client });
  return misfit && { reason: "ENDPOINT_MISMATCH", evidence: misfit };
}

/** A connection that is older than the API's security policy allows at its own address; custom domain names have policies of their own. */
function findOldTls({ stage }: CompiledApi, { customDomain }: Destination, { tls }: RequestHead): Record<string, string> | undefined {
  const { minTlsVersion: needed } = stage;
  if (needed === undefined || customDomain !== undefined || tls === undefined || tls.version >= needed) return undefined;
  return { version: tls.version, needed };
}

/** Refuses what a domain leads nowhere; the domain's owner finds it in the log under the domain's id. */
function refuseAtDomain(
  serving: Serving,
  { head, client, domain, refusal }: AtDomain & { head: RequestHead; client: Client },
  reply: Reply,
): void {
  const requestId = sendError(serving.ports, reply, { kind: "REST", ...forbidden });
  const { method, target } = head;
  const [path = "/"] = target.split("?", 1);
  const place = { apiId: domain.facts.id, stage: "", method, path, sourceIp: client.sourceIp };
  serving.facts.addUnserved({ requestId, ...place, status: 403, ...refusal });
}

/** The base or the canary arm of a stage. */
export function chooseApi(stage: ServedStage, ports: Ports): CompiledApi {
  const { canary } = stage;
  if (canary === undefined) return stage.base;
  return ports.random.fraction() * 100 < canary.percent ? canary.api : stage.base;
}

type Incoming = { head: RequestHead; body: RequestBody; caller: Caller; destination: Destination; client: Client };

/** A request as the core takes it. */
export function toGatewayRequest({ head, body, caller, destination, client }: Incoming): GatewayRequest {
  const scheme = client.via.scheme ?? head.scheme;
  const { edgeId } = destination;
  return {
    method: head.method,
    rawPath: destination.rawPath,
    rawQuery: destination.rawQuery,
    headers: edgeId === undefined ? head.headers : withEdgeHeaders({ ...head, scheme, edgeId, requestId: newEdgeRequestId() }),
    body,
    caller,
    fullPath: destination.fullPath,
    targetPath: head.target.split("?", 1)[0] ?? "",
    domainName: destination.domainName,
    customDomain: destination.customDomain,
    clientCert: head.tls?.client?.isTrusted === true ? head.tls.client.cert : undefined,
    sourceIp: client.sourceIp,
    trustedHops: client.trustedHops,
    protocol: head.protocol,
    network: client.via.network,
    scheme,
    port: client.via.port ?? head.localPort,
  };
}

/** As long as those of the service's edge. */
function newEdgeRequestId(): string {
  return `${randomBytes(41).toString("base64url")}==`;
}

/** The ids that every answer of the service carries. */
export function addIds({ reply, facts, exchange }: Served): void {
  if (exchange.stage.kind === "HTTP") reply.headers.push("apigw-requestid", facts.requestId);
  else reply.headers.push("x-amzn-RequestId", facts.requestId, "x-amz-apigw-id", facts.extendedRequestId);
}

export function sendReply(served: Served, to: Reply): void {
  const { reply } = served;
  addIds(served);
  const { status, headers, body } = reply;
  if (typeof body === "string" || Buffer.isBuffer(body)) {
    to.send(status, headers, body);
    return;
  }
  to.head(status, headers, body.length);
  body.pipe(to);
}

/** Runs once all of a reply that somebody looks at went by; any other reply is done with when it is sent. */
export function whenSent({ reply }: Served, run: () => void): void {
  if (reply.body instanceof WatchedBody) void reply.body.ended.then(run);
  else run();
}

type OwnError = { kind: "REST"; status: number; errorType: string; message: string } | { kind: "HTTP"; status: number; message: string };

/** Answers instead of a stage; returns the request's id. */
function sendError(ports: Ports, reply: Reply, error: OwnError): string {
  const { status, message } = error;
  if (error.kind === "HTTP") {
    const id = ports.random.extendedRequestId();
    reply.send(status, ["Content-Type", "application/json", "apigw-requestid", id], JSON.stringify({ message }));
    return id;
  }
  const { errorType } = error;
  const requestId = ports.random.uuid();
  const ids = ["x-amzn-RequestId", requestId, "x-amz-apigw-id", ports.random.extendedRequestId()];
  reply.send(status, ["x-amzn-ErrorType", errorType, "Content-Type", "application/json", ...ids], JSON.stringify({ message }));
  return requestId;
}

type Unserved = {
  head: RequestHead;
  destination: Destination;
  requestId: string;
  status: number;
  reason: ReasonCode;
  stage: ServedStage | undefined;
  evidence?: Record<string, string>;
};

/** Logs what no stage served, so that its owner finds it by its id. */
function addUnserved(serving: Serving, { head, destination, requestId, status, reason, stage, evidence }: Unserved): void {
  const { apiId, stageName } = destination;
  const isDisabled = stage !== undefined && isClosed(stage, destination);
  serving.facts.addUnserved({
    requestId,
    apiId,
    stage: stageName,
    method: head.method,
    path: destination.rawPath,
    sourceIp: serving.findClient(head).sourceIp,
    status,
    reason,
    evidence: evidence ?? { stage: stageName, ...(isDisabled ? { endpoint: "disabled" } : {}) },
  });
}
