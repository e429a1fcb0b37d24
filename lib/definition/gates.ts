import type { ReasonCode } from "./reason-codes.ts";

/** What repairs a gate that refuses. */
export type GateFix =
  | { kind: "require-key"; apiId: string }
  | { kind: "enable-key" }
  | { kind: "extend-key" }
  | { kind: "add-to-plan"; planIds: string[] }
  | { kind: "link-stage"; planId: string }
  | { kind: "change-plan"; planId: string }
  | { kind: "extend-quota"; planId: string };

/** What one gate before a method says about a caller. `limits`: it lets through up to a rate. */
export type Gate = {
  name: string;
  verdict: "passes" | "limits" | "refuses" | "skipped";
  sentence: string;
  reason?: ReasonCode | undefined;
  evidence?: Readonly<Record<string, string>>;
  fix?: GateFix;
};
