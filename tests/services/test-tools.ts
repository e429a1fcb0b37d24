import { afterAll } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { createPorts } from "@/lib/ports/real-ports.ts";
import type { SuiteTools } from "@/lib/services/run-suite.ts";

/** What calls of the draft need of the process; there is no gateway. */
export function makeTools(): SuiteTools {
  const ports = createPorts({ integrationDeny: "", variables: {} });
  afterAll(() => ports.close());
  const environment = { GATEWAY_HOST: "127.0.0.1", GATEWAY_PORT: 1 };
  return { ports, sealer: makeSealer("a-secret-of-the-installation", "access-keys"), environment, feedToken: "token" };
}
