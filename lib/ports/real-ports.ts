import { bodiesHere } from "../gateway/bodies-here.ts";
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

export type RealPorts = Ports & {
  /** Settles when AWS can be called as far as it ever can. */
  ready: Promise<void>;
  close(): Promise<void>;
};

type Settings = {
  integrationDeny: string;
  variables: Readonly<Record<string, string | undefined>>;
  /** Hears what does not work by itself. */
  onTrouble?: (message: string) => void;
};

/** Ports to the real world. `variables` is the process environment, for the endpoint and credential variables of the AWS SDKs. */
export function createPorts(settings: Settings): RealPorts {
  const http = createHttpPort(parseAddressList("INTEGRATION_DENY", settings.integrationDeny));
  const aws = createAwsPort(settings.variables, settings.onTrouble);
  const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
  return {
    clock,
    cache: new FrontedCache({ maxBytes: cacheMaxBytes, clock }),
    random: createRandom(),
    http,
    aws,
    compression: compressionPort,
    bodies: bodiesHere,
    keySets: createKeySetPort(http, clock),
    access: noAccess,
    limits: noLimits,
    ready: aws.ready,
    close: () => {
      aws.close();
      return http.close();
    },
  };
}
