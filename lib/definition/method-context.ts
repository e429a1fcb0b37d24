import type { LintFinding } from "./lint.ts";

/** What a stage makes of a method. */
export type MethodOnStage = {
  stageName: string;
  /** Whether what it serves equals the draft; absent: it does not serve the method. */
  state: "same" | "differs" | "absent";
  /** Requests a second, and how many at once; undefined where only the account's limit holds. */
  throttle?: { rateLimit: number; burstLimit: number };
  /** Seconds that answers are kept; undefined where nothing is cached. */
  cacheTtl?: number;
};

/** What decides about calls of a method beside the method itself. */
export type MethodContext = {
  hasPolicy: boolean;
  authorizer?: { name: string; type: string };
  validator?: { name?: string; body: boolean; parameters: boolean };
  stages: MethodOnStage[];
  /** What the lint says of this method alone, by the rules as the API has set them. */
  findings: LintFinding[];
};
