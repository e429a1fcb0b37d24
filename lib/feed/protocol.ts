import { z } from "zod";
import { apiDefinitionSchema } from "../definition/snapshot.ts";
import { stageReleaseSchema } from "../definition/stage.ts";
import { traceSchema } from "../definition/trace.ts";
import { accessChangesSchema, usageCountSchema } from "./access.ts";

/** Longest time that `GET /feed/changes` waits for a change before it answers with an empty list, in milliseconds. */
export const longPollMs = 20_000;

/** Address of each call below the console's origin. Every call carries `Authorization: Bearer {feed token}`. */
export const feedPaths = {
  changes: (after: number) => `/feed/changes?after=${after}`,
  snapshot: (hash: string) => `/feed/snapshots/${hash}`,
  ingest: "/feed/ingest",
  quota: "/feed/quota",
  draft: "/feed/draft",
} as const;

/**
 * Answer of `GET /feed/changes?after={seq}`. For every API that changed since `after` the whole list of its stages is given,
 * so a stage that is not in the list is gone, unless it is among those to keep. `after=0` gives every API and `reset: true`: whatever is not listed is gone.
 */
export const feedChangesSchema = z.object({
  seq: z.number().int(),
  reset: z.boolean(),
  apis: z.array(
    z.object({
      apiId: z.string(),
      stages: z.array(stageReleaseSchema),
      /** Stages that the console cannot read: a gateway goes on with what it has of them. */
      kept: z.array(z.string()).optional(),
    }),
  ),
  /** Absent when no key and no plan changed. */
  access: accessChangesSchema.optional(),
});
export type FeedChanges = z.infer<typeof feedChangesSchema>;

/** Body of `POST /feed/draft`: asks for the draft that a preview's token is for, unless the gateway has it as it is. */
export const draftQuestionSchema = z.object({ token: z.string().max(1_024), known: z.string().max(128).optional() });
export type DraftQuestion = z.infer<typeof draftQuestionSchema>;

/** Answer of `POST /feed/draft`. The draft comes as a stage would, with the settings of the one that it runs with. */
export const draftAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("refused"), message: z.string() }),
  z.object({ kind: z.literal("same") }),
  z.object({ kind: z.literal("draft"), version: z.string(), release: stageReleaseSchema, definition: apiDefinitionSchema }),
]);
export type DraftAnswer = z.infer<typeof draftAnswerSchema>;

/** One request as the gateway served it; also one that matched nothing or was refused. */
export const accessRecordSchema = z.object({
  requestId: z.string(),
  apiId: z.string(),
  stage: z.string(),
  deploymentId: z.string().optional(),
  canary: z.boolean(),
  at: z.number().int(),
  ms: z.number(),
  method: z.string(),
  path: z.string(),
  resourcePath: z.string().optional(),
  status: z.number().int(),
  reason: traceSchema.shape.reason,
  evidence: traceSchema.shape.evidence,
  integrationMs: z.number().optional(),
  responseBytes: z.number().int(),
  sourceIp: z.string(),
  apiKeyId: z.string().optional(),
  cache: z.enum(["hit", "miss"]).optional(),
  /** The line of the stage's access log. */
  accessLine: z.string().optional(),
  /** What the execution log keeps: the trace as JSON, and the lines of its level. */
  detail: z.object({ trace: z.string(), lines: z.array(z.string()) }).optional(),
});
export type AccessRecord = z.infer<typeof accessRecordSchema>;

/** Counters of one method and minute; latencies are histograms with fixed bounds in milliseconds. */
export const metricPointSchema = z.object({
  apiId: z.string(),
  stage: z.string(),
  canary: z.boolean(),
  /** Verb and path of the method; absent for requests that no method serves, and for those beyond the methods that are told apart. */
  route: z.string().optional(),
  /** Epoch minute. */
  minute: z.number().int(),
  count: z.number().int(),
  count4xx: z.number().int(),
  count5xx: z.number().int(),
  cacheHits: z.number().int(),
  cacheMisses: z.number().int(),
  latency: z.array(z.number().int()),
  integrationLatency: z.array(z.number().int()),
  /** Requests by reason code. */
  reasons: z.record(z.string(), z.number().int()),
});
export type MetricPoint = z.infer<typeof metricPointSchema>;

/** Body of `POST /feed/ingest`. The server counts a batch id once, however often it is sent. */
export const ingestBatchSchema = z.object({
  batchId: z.string(),
  node: z.string(),
  records: z.array(accessRecordSchema).max(1_000),
  metrics: z.array(metricPointSchema).max(1_000),
  usage: z.array(usageCountSchema).max(1_000),
  dropped: z.object({ records: z.number().int(), metrics: z.number().int(), traces: z.number().int() }),
});
export type IngestBatch = z.infer<typeof ingestBatchSchema>;
