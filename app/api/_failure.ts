import { isUnavailable } from "@/lib/base/is-unavailable";
import { ServiceError } from "@/lib/base/service-error";
import { reportTrouble } from "@/lib/services/runtime-scope";

/** Any error as the browser side reads it; what nobody expected goes to the log, and only its number to the caller. */
export function failure(error: unknown, requestId: string): Response {
  const { code, message, fields = {}, status } = shown(error, requestId);
  return Response.json({ code, message, fields, requestId }, { status });
}

function shown(error: unknown, requestId: string): ServiceError {
  if (error instanceof ServiceError) return error;
  reportTrouble({ requestId, error });
  if (isUnavailable(error)) return new ServiceError("ServiceUnavailableException", "The database does not answer. Try again later.");
  return new ServiceError("InternalFailure", `Something unexpected failed here. The server's log has it under ${requestId}.`);
}
