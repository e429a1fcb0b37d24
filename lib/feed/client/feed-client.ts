import { createHash } from "node:crypto";
import type { z } from "zod";
import { canonicalJson } from "../../base/canonical-json.ts";
import { type Snapshot, snapshotSchema } from "../../definition/snapshot.ts";
import { type QuotaGrant, type QuotaRequest, quotaGrantSchema } from "../access.ts";
import {
  type DraftAnswer,
  type DraftQuestion,
  draftAnswerSchema,
  type FeedChanges,
  feedChangesSchema,
  feedPaths,
  type IngestBatch,
  longPollMs,
} from "../protocol.ts";

/** A feed call that did not work; the message is for the log and the health page. */
export class FeedError extends Error {
  override readonly name = "FeedError";
}

/** A snapshot that the console has and that is none: it will not be another one the next time. */
export class DamagedSnapshotError extends Error {
  override readonly name = "DamagedSnapshotError";
}

export interface FeedClient {
  /** Waits for changes after `seq`; an empty list when the poll ran out. */
  changes(after: number, signal: AbortSignal): Promise<FeedChanges>;
  snapshot(hash: string, signal: AbortSignal): Promise<Snapshot>;
  ingest(batch: IngestBatch, signal: AbortSignal): Promise<void>;
  /** Sets requests of a quota aside. */
  reserve(request: QuotaRequest, signal: AbortSignal): Promise<QuotaGrant>;
  /** Asks for a draft that somebody previews. */
  draft(question: DraftQuestion, signal: AbortSignal): Promise<DraftAnswer>;
}

// Beyond the long poll itself: the time that a slow network or a busy console may take.
const slackMs = 15_000;
// Callers wait for it.
const reserveMs = 2_000;
// Somebody looks at it, and it may be large.
const draftMs = 10_000;

export function createFeedClient(baseUrl: string, token: string): FeedClient {
  const call = async (path: string, init: RequestInit & { signal: AbortSignal; timeoutMs: number }) => {
    const { timeoutMs, signal, ...rest } = init;
    const headers = { ...rest.headers, authorization: `Bearer ${token}` };
    try {
      const response = await fetch(new URL(path, baseUrl), {
        ...rest,
        headers,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      if (response.ok) return response;
      await response.body?.cancel();
      throw new FeedError(`the console answered ${response.status} to ${path}`);
    } catch (error) {
      if (error instanceof FeedError) throw error;
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      throw new FeedError(`the console at ${baseUrl} did not answer: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause: error,
      });
    }
  };
  return {
    async changes(after, signal) {
      const response = await call(feedPaths.changes(after), { signal, timeoutMs: longPollMs + slackMs });
      return parse(feedChangesSchema, await response.json());
    },
    async snapshot(hash, signal) {
      const response = await call(feedPaths.snapshot(hash), { signal, timeoutMs: slackMs * 4 });
      const raw = parseJson(await response.text());
      const snapshot = snapshotSchema.safeParse(raw);
      if (!snapshot.success) throw new DamagedSnapshotError(`snapshot ${hash} is no definition that this gateway reads`);
      if (hashOf(raw) !== hash) throw new DamagedSnapshotError(`snapshot ${hash} is not what its hash says`);
      return snapshot.data;
    },
    async ingest(batch, signal) {
      const body = JSON.stringify(batch);
      const response = await call(feedPaths.ingest, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal,
        timeoutMs: slackMs,
      });
      await response.body?.cancel();
    },
    async reserve(request, signal) {
      const headers = { "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(request), signal, timeoutMs: reserveMs };
      return parse(quotaGrantSchema, await (await call(feedPaths.quota, init)).json());
    },
    async draft(question, signal) {
      const headers = { "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(question), signal, timeoutMs: draftMs };
      return parse(draftAnswerSchema, await (await call(feedPaths.draft, init)).json());
    },
  };
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FeedError(
    `the console sent something else than expected: ${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message}`,
  );
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The content hash of a snapshot as it was sent: over the canonical JSON of its definition. */
export function hashOf(snapshot: unknown): string {
  const definition: unknown = typeof snapshot === "object" && snapshot !== null ? Reflect.get(snapshot, "definition") : undefined;
  return createHash("sha256").update(canonicalJson(definition)).digest("hex");
}
