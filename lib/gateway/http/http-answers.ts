import type { GatewayResponseType } from "../../definition/gateway-response-types.ts";
import type { Exchange } from "../exchange.ts";
import type { GatewayReply } from "../message.ts";
import type { Refusal } from "../refusal.ts";

type HttpAnswer = { status: number; message: string };

const forbidden: HttpAnswer = { status: 403, message: "Forbidden" };
const badRequest: HttpAnswer = { status: 400, message: "Bad Request" };
const tooMany: HttpAnswer = { status: 429, message: "Too Many Requests" };
const broken: HttpAnswer = { status: 500, message: "Internal Server Error" };
const unavailable: HttpAnswer = { status: 503, message: "Service Unavailable" };

/** What HTTP APIs answer for a refusal. They say no more to callers than this. */
export const httpAnswers = {
  ACCESS_DENIED: forbidden,
  API_CONFIGURATION_ERROR: broken,
  AUTHORIZER_CONFIGURATION_ERROR: broken,
  AUTHORIZER_FAILURE: broken,
  BAD_REQUEST_BODY: badRequest,
  BAD_REQUEST_PARAMETERS: badRequest,
  DEFAULT_4XX: badRequest,
  DEFAULT_5XX: broken,
  EXPIRED_TOKEN: forbidden,
  INTEGRATION_FAILURE: unavailable,
  INTEGRATION_TIMEOUT: unavailable,
  INVALID_API_KEY: forbidden,
  INVALID_SIGNATURE: forbidden,
  MISSING_AUTHENTICATION_TOKEN: forbidden,
  QUOTA_EXCEEDED: tooMany,
  REQUEST_TOO_LARGE: { status: 413, message: "Request Entity Too Large" },
  RESOURCE_NOT_FOUND: { status: 404, message: "Not Found" },
  THROTTLED: tooMany,
  UNAUTHORIZED: { status: 401, message: "Unauthorized" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: "Unsupported Media Type" },
  WAF_FILTERED: forbidden,
} satisfies Record<GatewayResponseType, HttpAnswer>;

/** The answer for a refusal. */
export function renderHttpRefusal(exchange: Exchange, refusal: Refusal): GatewayReply {
  const { status, message } = httpAnswers[refusal.responseType];
  exchange.error = { message, responseType: refusal.responseType, validationErrorString: undefined };
  const headers = ["Content-Type", "application/json", ...refusal.headers];
  return { status, headers, body: JSON.stringify({ message }), isGatewayResponse: true };
}
