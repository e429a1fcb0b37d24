import type { GatewayResponseType } from "../definition/gateway-response-types.ts";

/** What the service answers by itself when a gateway response is not customised. */
export type GatewayResponseDefault = {
  status: number;
  message: string;
  /** Value of `x-amzn-ErrorType`. */
  errorType: string;
  /** Member of the body that holds the message; denials are spelled with a capital. */
  member: "message" | "Message";
  fallback: "DEFAULT_4XX" | "DEFAULT_5XX";
};

const serverMessage = "Internal server error";
const serverType = "InternalServerErrorException";

function client(status: number, message: string, errorType: string, member: "message" | "Message" = "message"): GatewayResponseDefault {
  return { status, message, errorType, member, fallback: "DEFAULT_4XX" };
}

function server(status: number, message: string, errorType = serverType): GatewayResponseDefault {
  return { status, message, errorType, member: "message", fallback: "DEFAULT_5XX" };
}

export const gatewayResponseTable = {
  ACCESS_DENIED: client(403, "User is not authorized to access this resource", "AccessDeniedException", "Message"),
  API_CONFIGURATION_ERROR: server(500, serverMessage),
  AUTHORIZER_CONFIGURATION_ERROR: server(500, serverMessage, "AuthorizerConfigurationException"),
  AUTHORIZER_FAILURE: server(500, serverMessage, "AuthorizerConfigurationException"),
  BAD_REQUEST_BODY: client(400, "Invalid request body", "BadRequestException"),
  BAD_REQUEST_PARAMETERS: client(400, "Missing required request parameters", "BadRequestException"),
  DEFAULT_4XX: client(400, "Bad Request", "BadRequestException"),
  DEFAULT_5XX: server(500, serverMessage),
  EXPIRED_TOKEN: client(403, "The security token included in the request is expired", "ExpiredTokenException"),
  // The documentation says 504; what is seen when the type has no status of its own is 500.
  INTEGRATION_FAILURE: server(500, serverMessage),
  INTEGRATION_TIMEOUT: server(504, "Endpoint request timed out"),
  INVALID_API_KEY: client(403, "Forbidden", "ForbiddenException"),
  INVALID_SIGNATURE: client(
    403,
    "The request signature we calculated does not match the signature you provided.",
    "InvalidSignatureException",
  ),
  MISSING_AUTHENTICATION_TOKEN: client(403, "Missing Authentication Token", "MissingAuthenticationTokenException"),
  QUOTA_EXCEEDED: client(429, "Limit Exceeded", "LimitExceededException"),
  REQUEST_TOO_LARGE: client(413, "Request Too Long", "RequestTooLargeException"),
  RESOURCE_NOT_FOUND: client(404, "The specified resource does not exist", "NotFoundException"),
  THROTTLED: client(429, "Too Many Requests", "TooManyRequestsException"),
  UNAUTHORIZED: client(401, "Unauthorized", "UnauthorizedException"),
  UNSUPPORTED_MEDIA_TYPE: client(415, "Unsupported Media Type", "BadRequestException"),
  WAF_FILTERED: client(403, "Forbidden", "ForbiddenException"),
} satisfies Record<GatewayResponseType, GatewayResponseDefault>;
