import { Buffer } from "node:buffer";
import type { Exchange } from "../exchange.ts";
import { requestMembers } from "../integrations/proxy-event.ts";
import { socketEvent } from "../websocket/socket-event.ts";
import { methodArn } from "./method-arn.ts";

const noBody = Buffer.alloc(0);

/** The event of a TOKEN authorizer. */
export function tokenEvent(exchange: Exchange, token: string): Record<string, unknown> {
  return { type: "TOKEN", methodArn: methodArn(exchange), authorizationToken: token };
}

/** The event of a REQUEST authorizer: that of a Lambda proxy integration without the body, and with empty maps where that has null. */
export function requestEvent(exchange: Exchange): Record<string, unknown> {
  if (exchange.socket !== undefined) return { type: "REQUEST", methodArn: methodArn(exchange), ...socketEvent(exchange, noBody) };
  const event = requestMembers(exchange);
  return {
    type: "REQUEST",
    methodArn: methodArn(exchange),
    ...event,
    queryStringParameters: event.queryStringParameters ?? {},
    multiValueQueryStringParameters: event.multiValueQueryStringParameters ?? {},
    pathParameters: event.pathParameters ?? {},
    stageVariables: event.stageVariables ?? {},
  };
}
