import { isUnavailable } from "../../base/is-unavailable.ts";
import { ServiceError, type ServiceErrorCode } from "../../base/service-error.ts";
import type { Scope } from "../../services/scope.ts";
import type { StackTools } from "../../services/stacks/resource-handler.ts";
import { WireError } from "../error-response.ts";
import { cloudFormationOperations } from "./cloudformation.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { queryForm } from "./query-form.ts";
import { type XmlValue, xmlElement } from "./xml.ts";

const cloudFormationSpace = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
const stsSpace = "https://sts.amazonaws.com/doc/2011-06-15/";

/** Answers the services of the query protocol, which share the root: STS, as far as tools ask it, and CloudFormation. */
export async function handleQuery(
  scope: Scope,
  { tools, form, userArn }: { tools: StackTools; form: URLSearchParams; userArn: string },
): Promise<Response> {
  const action = form.get("Action") ?? "";
  if (action === "GetCallerIdentity")
    return respond(scope.requestId, { action, space: stsSpace, result: getCallerIdentity(scope, userArn) });
  const operation = Object.hasOwn(cloudFormationOperations, action) ? cloudFormationOperations[action] : undefined;
  if (operation === undefined)
    throw new WireError(
      400,
      "InvalidAction",
      `The action ${action.slice(0, 128)} is not supported. At this address are GetCallerIdentity of STS and, of CloudFormation, ${Object.keys(cloudFormationOperations).join(", ")}.`,
    );
  const result = await operation(scope, queryForm(form), tools);
  return respond(scope.requestId, { action, space: cloudFormationSpace, result });
}

function respond(requestId: string, { action, space, result }: { action: string; space: string; result: XmlValue }): Response {
  const metadata = xmlElement("ResponseMetadata", { RequestId: requestId });
  const body = `<${action}Response xmlns="${space}">${xmlElement(`${action}Result`, result)}${metadata}</${action}Response>`;
  return new Response(body, { status: 200, headers: { "content-type": "text/xml" } });
}

/** How CloudFormation names what went wrong. */
const codes: Partial<Record<ServiceErrorCode, string>> = {
  AccessDeniedException: "AccessDenied",
  BadRequestException: "ValidationError",
  ConflictException: "AlreadyExistsException",
  LimitExceededException: "LimitExceededException",
  NotFoundException: "ChangeSetNotFound",
  ValidationException: "ValidationError",
};

/** Any error as the query protocol's XML; what is no known trouble is a bug or a broken database, which `report` writes down. */
export function queryErrorResponse(error: unknown, requestId: string, report: (error: unknown) => void): Response {
  if (error instanceof WireError) return fail(requestId, error);
  if (error instanceof ServiceError) return fail(requestId, { status: error.status, code: codeOf(error), message: error.message });
  report(error);
  if (isUnavailable(error))
    return fail(requestId, { status: 503, code: "ServiceUnavailable", message: "The database does not answer. Try again later." });
  return fail(requestId, { status: 500, code: "InternalFailure", message: "Internal server error" });
}

function codeOf({ code, message }: ServiceError): string {
  if (message.includes("cannot be executed in its current execution status")) return "InvalidChangeSetStatus";
  return codes[code] ?? code;
}

function fail(requestId: string, { status, code, message }: { status: number; code: string; message: string }): Response {
  const type = status < 500 ? "Sender" : "Receiver";
  const error = xmlElement("Error", { Type: type, Code: code, Message: message });
  const body = `<ErrorResponse xmlns="${cloudFormationSpace}">${error}${xmlElement("RequestId", requestId)}</ErrorResponse>`;
  return new Response(body, { status, headers: { "content-type": "text/xml" } });
}
