import { parseEnvironment } from "../base/environment.ts";
import type { Ports } from "../gateway/ports.ts";
import { testInvokeMethod as runMethod, type TestInvokeInput, type TestInvokeResult } from "../gateway/test-invoke.ts";
import { createPorts } from "../ports/real-ports.ts";
import { getApiDefinition } from "./definitions.ts";
import { unknownMethod } from "./errors.ts";
import { demand, type Scope } from "./scope.ts";

// Connections to backends are worth keeping, and Next loads routes apart: one set for the process.
const key = Symbol.for("gatehouse.tester-ports");
const shared = globalThis as typeof globalThis & { [key]?: Ports };

/** The ports that tests call backends through, of the same kind as the gateway's. */
function testerPorts(): Ports {
  shared[key] ??= createPorts({ integrationDeny: parseEnvironment(process.env).INTEGRATION_DENY, variables: process.env });
  return shared[key];
}

/** Runs a method of the draft as the service's test-invoke does: no authorizer, no key, no throttling, and the execution log. */
export async function testInvokeMethod(
  scope: Scope,
  input: TestInvokeInput & { restApiId: string },
  ports: Ports = testerPorts(),
): Promise<TestInvokeResult> {
  demand(scope, "test", "method:test");
  const { restApiId, ...request } = input;
  const definition = await getApiDefinition(scope, restApiId);
  const result = await runMethod(definition, request, ports, scope.workspace);
  if (result === undefined) throw unknownMethod();
  return result;
}
