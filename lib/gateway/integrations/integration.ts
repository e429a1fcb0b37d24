import type { Buffer } from "node:buffer";
import type { Integration as IntegrationSettings, Method } from "../../definition/rest-api.ts";
import type { Exchange, StageFacts } from "../exchange.ts";
import type { AnswerBody, GatewayReply, RequestBody } from "../message.ts";

/** What an integration is compiled from. */
export type IntegrationSource = { stage: StageFacts; method: Method; integration: IntegrationSettings };

/** The call to a backend, ready to be sent. */
export type IntegrationRequest = {
  method: string;
  /** `https://host:port`; empty where nothing is called. */
  origin: string;
  /** Path and query as they go on the wire. */
  path: string;
  headers: string[];
  /** Name that the backend's certificate is for, when it is not that of the origin. */
  servername?: string;
  body: Buffer | string | RequestBody | undefined;
};

/** What came back. */
export type IntegrationAnswer = { status: number; headers: string[]; body: AnswerBody | undefined };

/** The three turns of an integration: what is sent, what comes back, and what the caller gets. */
export type CompiledIntegration = {
  /** The caller gets the answer as it comes; nothing may wait for all of it. */
  isStreamed?: boolean;
  buildRequest(exchange: Exchange): IntegrationRequest | Promise<IntegrationRequest>;
  invoke(request: IntegrationRequest, exchange: Exchange): IntegrationAnswer | Promise<IntegrationAnswer>;
  buildResponse(exchange: Exchange, answer: IntegrationAnswer): GatewayReply | Promise<GatewayReply>;
};

export type Integration = { compile(source: IntegrationSource): CompiledIntegration };
