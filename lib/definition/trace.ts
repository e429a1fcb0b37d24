import { z } from "zod";
import { reasonCodes } from "./reason-codes.ts";

/** The stages of a request, in no order: the data plane decides the order and consoles draw what they are given. */
export const stepKinds = [
  "domain",
  "mapping",
  "stage",
  "canary",
  "route",
  "policy",
  "filter",
  "authorizer",
  "scope",
  "key",
  "plan",
  "throttle",
  "validate",
  "cache-read",
  "map-request",
  "template-request",
  "integration",
  "select",
  "map-response",
  "template-response",
  "method-response",
  "cache-write",
  "gateway-response",
  "log",
] as const;
export type StepKind = (typeof stepKinds)[number];

/** A request or response as a step saw it. Bodies are kept to 64 KB; secrets are masked. */
export const messageViewSchema = z.object({
  method: z.string().optional(),
  url: z.string().optional(),
  status: z.number().optional(),
  headers: z.array(z.tuple([z.string(), z.string()])).optional(),
  body: z.string().optional(),
  /** Whole size in bytes when the body was cut. */
  bodyBytes: z.number().optional(),
  bodyIsBase64: z.boolean().optional(),
  /** There was one, but the stage does not log data. */
  bodyIsOmitted: z.boolean().optional(),
});
export type MessageView = z.infer<typeof messageViewSchema>;

export const traceStepSchema = z.object({
  id: z.string(),
  kind: z.enum(stepKinds),
  state: z.enum(["passed", "skipped", "failed"]),
  /** Time since the start of the request, and time taken. */
  at: z.number(),
  ms: z.number(),
  in: messageViewSchema.optional(),
  out: messageViewSchema.optional(),
  note: z.string().optional(),
  config: z.object({ entity: z.string(), id: z.string(), revision: z.number().optional(), path: z.string().optional() }).optional(),
});
export type TraceStep = z.infer<typeof traceStepSchema>;

export const traceSchema = z.object({
  requestId: z.string(),
  apiId: z.string(),
  stage: z.string(),
  deploymentId: z.string().optional(),
  canary: z.boolean(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  ms: z.number(),
  status: z.number(),
  reason: z.enum(reasonCodes).optional(),
  evidence: z.record(z.string(), z.string()).optional(),
  steps: z.array(traceStepSchema),
});
export type TraceRecord = z.infer<typeof traceSchema>;
