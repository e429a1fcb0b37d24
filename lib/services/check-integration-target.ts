import { parseAddressList } from "../ports/address-list.ts";
import { type BackendStep, checkBackend } from "../ports/check-backend.ts";
import { badRequest } from "./errors.ts";
import type { Runtime } from "./runtime.ts";
import { demand, type Scope } from "./scope.ts";

const deadlineMs = 8_000;

/** Whether an HTTP backend can be reached from here, by the rules that the gateway itself keeps. */
export async function checkIntegrationTarget(
  scope: Scope,
  runtime: Runtime,
  input: { url: string; skipsCertificateCheck: boolean },
): Promise<BackendStep[]> {
  demand(scope, "test", "integration:test");
  const url = URL.canParse(input.url) ? new URL(input.url) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw badRequest("The address needs http:// or https:// and a host.");
  const denyList = parseAddressList("INTEGRATION_DENY", runtime.environment.INTEGRATION_DENY);
  return checkBackend({ url, timeoutMs: deadlineMs, skipsCertificateCheck: input.skipsCertificateCheck }, denyList);
}
