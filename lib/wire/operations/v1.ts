import { ServiceError } from "../../base/service-error.ts";
import type { Scope } from "../../services/scope.ts";
import { testInvokeAuthorizer } from "../../services/test-invoke-authorizer.ts";
import { testInvokeMethod } from "../../services/test-invoke-method.ts";
import type { Input } from "../decode.ts";
import type { V1Operation } from "../wire-table.ts";
import { definitionOperations } from "./definition-operations.ts";
import { documentationOperations } from "./documentation-operations.ts";
import { domainOperations } from "./domain-operations.ts";
import type { Handler, Tools } from "./handler.ts";
import { releaseOperations } from "./release-operations.ts";
import { restApiOperations } from "./rest-api-operations.ts";
import { unsupportedOperations } from "./unsupported.ts";

const operations = {
  ...restApiOperations,
  ...definitionOperations,
  ...releaseOperations,
  ...documentationOperations,
  ...domainOperations,
  TestInvokeMethod: (scope, input, tools) => testInvokeMethod(scope, tools, input),
  TestInvokeAuthorizer: (scope, input, { ports }) => testInvokeAuthorizer(scope, ports, input),
  ...unsupportedOperations,
} satisfies { [Name in V1Operation]: Handler<Name> | "unsupported" };

export type CallOptions = { scope: Scope; tools: Tools };
type AnyHandler = (scope: Scope, input: Input, tools: Tools) => Promise<unknown>;

/** Calls the service behind an operation; the input was decoded and checked by the operation's table. */
export async function callV1(name: string, input: Input, { scope, tools }: CallOptions): Promise<unknown> {
  // The table that made the input is the one that the handlers' types come from.
  const handler = (operations as unknown as Record<string, AnyHandler | "unsupported">)[name];
  if (handler === undefined || handler === "unsupported") {
    throw new ServiceError("BadRequestException", `${name} is not supported by this version of Gatehouse.`);
  }
  return handler(scope, input, tools);
}
