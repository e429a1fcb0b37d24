import type { RequestFilter } from "./request-filter.ts";

/** What a rule does with a request that it fits. A counted one goes on to the next rule. */
export const filterActions = ["BLOCK", "COUNT", "ALLOW"] as const;

/** Bytes of a body that rules look at; the service offers the same. */
export const inspectedBodySizes = [8_192, 16_384, 32_768, 49_152, 65_536] as const;

/** Seconds over which a rate rule counts. */
export const rateWindows = [60, 120, 300, 600] as const;

export const sizedParts = ["BODY", "QUERY_STRING", "URI_PATH", "HEADERS", "COOKIES"] as const;

export const filterRulesMax = 50;

/** Addresses of all rules of a filter together; as many as the service takes in one set. */
export const filterAddressesMax = 10_000;

/** A filter as JSON text. */
export const filterBytesMax = 262_144;

/**
 * The filters that the stages of a workspace ask, each counted once for every stage: each worker of a gateway keeps them ready for each
 * stage, at some three times their text.
 */
export const askedFilterBytesMax = 16_777_216;

/** How a filter that was just made begins: the managed rules count, so that one sees what they would stop. */
export const newRequestFilter: RequestFilter = {
  defaultAction: "ALLOW",
  rules: [
    { name: "sql-injection", kind: "SQL_INJECTION", action: "COUNT" },
    { name: "cross-site-scripting", kind: "CROSS_SITE_SCRIPTING", action: "COUNT" },
  ],
  inspectedBodyBytes: 16_384,
};

/** Stands for a filter that cannot be read: it lets nobody in. */
export const closedFilter: RequestFilter = { defaultAction: "BLOCK", rules: [], inspectedBodyBytes: 8_192 };
