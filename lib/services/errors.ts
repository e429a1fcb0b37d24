import { ServiceError, type ServiceErrorOptions } from "../base/service-error.ts";
import type { Scope } from "./scope.ts";

export function badRequest(message: string, options?: ServiceErrorOptions): ServiceError {
  return new ServiceError("BadRequestException", message, options);
}

export function notFound(message: string): ServiceError {
  return new ServiceError("NotFoundException", message);
}

export function conflict(message: string): ServiceError {
  return new ServiceError("ConflictException", message);
}

/** The service's most common answer to an unknown API. */
export function unknownApi(scope: Scope, apiId: string): ServiceError {
  return notFound(`Invalid API identifier specified ${scope.workspace.accountId}:${apiId}`);
}

export const strictEndpoint = () =>
  badRequest("The endpoint type cannot be changed while the endpoint access mode is STRICT. Change the mode to BASIC first.");
export const unknownResource = () => notFound("Invalid Resource identifier specified");
export const unknownMethod = () => notFound("Invalid Method identifier specified");
export const unknownResponse = () => notFound("Invalid Response status code specified");

/** How the service reports what is wrong with mappings and models. */
export function validationResult(what: string, errors: readonly string[]): ServiceError {
  return badRequest(`${what}: Validation Result: warnings : [], errors : [${errors.join(", ")}]`);
}
