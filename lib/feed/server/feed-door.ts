import { createHash, timingSafeEqual } from "node:crypto";
import type { Database } from "../../db/database.ts";
import { quotaRequestSchema } from "../access.ts";
import {
  type DraftAnswer,
  type DraftQuestion,
  draftQuestionSchema,
  type FeedChanges,
  ingestBatchSchema,
  longPollMs,
  type MetricPoint,
} from "../protocol.ts";
import { sealForGateways } from "../seal-for-gateways.ts";
import { type ExplainRecords, ingest } from "./ingest.ts";
import type { KeySealer } from "./key-sealer.ts";
import type { AccessSecrets } from "./load-access.ts";
import { loadChanges } from "./load-changes.ts";
import { reserveQuota } from "./reserve-quota.ts";
import type { RowNotes } from "./row-notes.ts";

/** What the feed needs of its process. */
export type FeedRuntime = {
  readonly db: Database;
  readonly feedToken: string;
  readonly clock: () => Date;
  readonly accessSecrets: AccessSecrets;
  /** Opens secrets of the database. */
  readonly sealer: Opener;
  /** Opens secret stage variables, which are sealed as the values of API keys are. */
  readonly apiKeys: Opener;
  /** Rows that could not be read for gateways. */
  readonly rowNotes: RowNotes;
};

type Opener = { open(sealed: string, owner: string): string | undefined };

/** With several nodes others commit too: this often the poll looks by itself. */
const lookMs = 500;
const ingestBytesMax = 8 * 1_048_576;

/** `GET /feed/changes?after=`: answers when there is something new, or with nothing after a while. */
export async function handleChanges(runtime: FeedRuntime, request: Request): Promise<Response> {
  if (!isAllowed(runtime, request)) return refuse();
  const after = Number(new URL(request.url).searchParams.get("after") ?? "0");
  if (!Number.isInteger(after) || after < 0) return new Response("`after` is a whole number", { status: 400 });
  const answered = runtime.db.deliveries.polled(after);
  try {
    return Response.json(await waitForChanges(runtime, request, after));
  } finally {
    answered();
  }
}

async function waitForChanges(runtime: FeedRuntime, request: Request, after: number): Promise<FeedChanges> {
  const deadline = runtime.clock().getTime() + longPollMs;
  for (;;) {
    const since = runtime.db.commits.count();
    const source = { ...runtime.accessSecrets, ...keySealer(runtime), listener: runtime.rowNotes };
    const changes = await loadChanges(runtime.db.reader, source, after);
    const left = deadline - runtime.clock().getTime();
    if (changes.reset || changes.apis.length > 0 || changes.access !== undefined || left <= 0 || request.signal.aborted) return changes;
    await runtime.db.commits.wait(since, Math.min(lookMs, left), request.signal);
  }
}

/** Seals for the gateways that have this token. */
export function keySealer({ sealer, apiKeys, feedToken }: Pick<FeedRuntime, "sealer" | "apiKeys" | "feedToken">): KeySealer {
  const sealAgain = (opener: Opener) => (sealed: string, owner: string) => {
    const text = opener.open(sealed, owner);
    return text === undefined ? undefined : sealForGateways(text, feedToken);
  };
  return { sealAgain: sealAgain(sealer), sealVariableAgain: sealAgain(apiKeys) };
}

/** `GET /feed/snapshots/{hash}`: the bytes of a definition; they never change. */
export async function handleSnapshot(runtime: FeedRuntime, request: Request, hash: string): Promise<Response> {
  if (!isAllowed(runtime, request)) return refuse();
  const snapshot = await runtime.db.reader.snapshot.findUnique({ where: { hash } });
  if (snapshot === null) return new Response("no such snapshot", { status: 404 });
  const headers = { "content-type": "application/json", "cache-control": "private, max-age=31536000, immutable" };
  return new Response(snapshot.body, { headers });
}

/** `POST /feed/ingest`: what gateways counted and logged; a batch counts once. `afterwards` hears what was counted. */
export async function handleIngest(
  runtime: FeedRuntime,
  request: Request,
  { explain, afterwards }: { explain: ExplainRecords; afterwards(points: readonly MetricPoint[]): Promise<void> },
): Promise<Response> {
  if (!isAllowed(runtime, request)) return refuse();
  const text = await request.text();
  if (text.length > ingestBytesMax) return new Response("the batch is too large", { status: 413 });
  const batch = ingestBatchSchema.safeParse(parseJson(text));
  if (!batch.success) return new Response(batch.error.message, { status: 400 });
  if (await ingest(runtime.db, batch.data, { at: runtime.clock(), explain })) await afterwards(batch.data.metrics);
  return new Response(null, { status: 204 });
}

/** `POST /feed/quota`: sets requests of a quota aside for a gateway. */
export async function handleQuota(runtime: FeedRuntime, request: Request): Promise<Response> {
  if (!isAllowed(runtime, request)) return refuse();
  const wanted = quotaRequestSchema.safeParse(parseJson(await request.text()));
  if (!wanted.success) return new Response(wanted.error.message, { status: 400 });
  return Response.json(await reserveQuota(runtime.db, wanted.data));
}

/** `POST /feed/draft`: what a draft is now, for who may preview it. */
export async function handleDraft(
  runtime: FeedRuntime,
  request: Request,
  answer: (question: DraftQuestion) => Promise<DraftAnswer>,
): Promise<Response> {
  if (!isAllowed(runtime, request)) return refuse();
  const question = draftQuestionSchema.safeParse(parseJson(await request.text()));
  if (!question.success) return new Response(question.error.message, { status: 400 });
  return Response.json(await answer(question.data));
}

/** Hashes have one length, so comparing them tells nothing about the token. */
function isAllowed({ feedToken }: FeedRuntime, request: Request): boolean {
  const [scheme, token = ""] = (request.headers.get("authorization") ?? "").split(" ");
  return scheme === "Bearer" && timingSafeEqual(digest(token), digest(feedToken));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function refuse(): Response {
  return new Response("the feed token is missing or wrong", { status: 401, headers: { "www-authenticate": "Bearer" } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
