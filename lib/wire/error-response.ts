import { isUnavailable } from "../base/is-unavailable.ts";
import { ServiceError } from "../base/service-error.ts";

/** Trouble before a service is called: credentials, unknown operations. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Any error as restJson1; what is no known trouble is a bug or a broken database, which `report` writes down. */
export function errorResponse(error: unknown, report: (error: unknown) => void): Response {
  if (error instanceof ServiceError || error instanceof WireError) return respond(error.status, error.code, error.message);
  report(error);
  if (isUnavailable(error)) return respond(503, "ServiceUnavailableException", "The database does not answer. Try again later.");
  return respond(500, "InternalFailure", "Internal server error");
}

function respond(status: number, code: string, message: string): Response {
  const headers = { "content-type": "application/json", "x-amzn-errortype": code };
  return new Response(JSON.stringify({ message }), { status, headers });
}
