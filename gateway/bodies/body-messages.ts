import type { BodyJobName } from "../../lib/gateway/body-jobs.ts";

/** One piece of work, as it goes to the thread. */
export type BodyOrder = { name: BodyJobName; input: unknown };

/** What came of it; a bug is told in words. */
export type BodyDelivery = { result: unknown } | { bug: string };
