import type { AccessPort, LimitsPort } from "../gateway/ports.ts";

/** For processes that serve no callers: nobody is known, nothing is limited, nothing is kept. */
export const noAccess: AccessPort = {
  findApiKey: () => undefined,
  findPlan: () => undefined,
  findAccessKey: () => undefined,
};

export const noLimits: LimitsPort = { take: () => true, spend: () => true };
