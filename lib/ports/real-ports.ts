import { FrontedCache } from "../gateway/fronted-cache.ts";
import type { Ports } from "../gateway/ports.ts";
import { parseAddressList } from "./address-list.ts";
import { createAwsPort } from "./aws-port.ts";
import { compressionPort } from "./compression-port.ts";
import { createHttpPort } from "./http-port.ts";
import { createKeySetPort } from "./key-set-port.ts";
import { noAccess, noLimits } from "./open-access.ts";
import { createRandom } from "./random-port.ts";

// Of a cache that this process has for itself.
const cacheMaxBytes = 16 * 1024 * 1024;

export type RealPorts = Ports & { close(): Promise<void> };

/** Ports to the real world. `variables` is the process environment, for the endpoint and credential variables of the AWS SDKs. */
export function createPorts(settings: { integrationDeny: string; variables: Readonly<Record<string, string | undefined>> }): RealPorts {
  const http = createHttpPort(parseAddressList("INTEGRATION_DENY", settings.integrationDeny));
  const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
  return {
    clock,
    cache: new FrontedCache({ maxBytes: cacheMaxBytes, clock }),
    random: createRandom(),
    http,
    aws: createAwsPort(settings.variables),
    compression: compressionPort,
    keySets: createKeySetPort(http, clock),
    access: noAccess,
    limits: noLimits,
    close: () => http.close(),
  };
}
