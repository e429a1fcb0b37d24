import { assert } from "../../base/assert.ts";
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

const operations = {
  ...restApiOperations,
  ...definitionOperations,
  ...releaseOperations,
  ...documentationOperations,
  ...domainOperations,
  TestInvokeMethod: (scope, input, tools) => testInvokeMethod(scope, tools, input),
  TestInvokeAuthorizer: (scope, input, { ports }) => testInvokeAuthorizer(scope, ports, input),
} satisfies { [Name in V1Operation]: Handler<Name> };

export type CallOptions = { scope: Scope; tools: Tools };
type AnyHandler = (scope: Scope, input: Input, tools: Tools) => Promise<unknown>;

/** Calls the service behind an operation; the input was decoded and checked by the operation's table. */
export async function callV1(name: string, input: Input, { scope, tools }: CallOptions): Promise<unknown> {
  // The table that made the input is the one that the handlers' types come from.
  const handler = (operations as unknown as Record<string, AnyHandler | undefined>)[name];
  assert(handler !== undefined, "every operation of the table has a service");
  return handler(scope, input, tools);
}
