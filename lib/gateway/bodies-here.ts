import { bodyJobs } from "./body-jobs.ts";
import type { BodyPort } from "./ports.ts";

/** Works on bodies at once: for processes that serve one request at a time. */
export const bodiesHere: BodyPort = {
  run: (name, input) => Promise.resolve().then(() => bodyJobs[name](input as never) as never),
};
