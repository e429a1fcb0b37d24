import { previewStage } from "../lib/definition/preview.ts";
import type { PreviewPass } from "../lib/feed/preview-token.ts";
import type { DraftAnswer } from "../lib/feed/protocol.ts";
import { compile } from "../lib/gateway/compile-rest.ts";
import type { StageFacts } from "../lib/gateway/exchange.ts";
import { compileHttpApi } from "../lib/gateway/http/compile-http.ts";
import type { Clock } from "../lib/gateway/ports.ts";
import { Refusal } from "../lib/gateway/refusal.ts";
import type { CompiledApi } from "../lib/gateway/serve-api.ts";
import { Allowance } from "./allowance.ts";
import type { Ask } from "./questions.ts";
import { openSecrets } from "./stage-table.ts";

/** A draft that can be called. Counters and logs know it under a name of its own, apart from every stage. */
export type Draft = { api: CompiledApi; counted: { stage: StageFacts }; version: string };

export type FoundDraft = { draft: Draft } | { problem: { status: number; message: string } };

type Entry = {
  found: FoundDraft | undefined;
  /** Of the draft that is compiled. */
  version: string | undefined;
  askedMs: number;
  asking: Promise<void> | undefined;
  allowance: Allowance;
};

// Half of the second in which a save has to be seen.
const freshMs = 500;
// People who look at drafts at once; each entry may hold a large API.
const entriesMax = 20;
const callsAllowed = { burst: 50, perSecond: 20 };

type Settings = { ask: Ask; clock: Clock; feedToken: string; reportBug(requestId: string, error: unknown): void };

/** The drafts that somebody previews: compiled as they were half a second ago at most. */
export class Previews {
  readonly #settings: Settings;
  /** By pass: what one member may see another may not. The first one was used longest ago. */
  readonly #entries = new Map<string, Entry>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  async find(token: string, { apiId, stageName, userId }: PreviewPass): Promise<FoundDraft> {
    const entry = this.#entryOf(`${apiId}/${stageName}/${userId}`);
    if (!entry.allowance.take()) return refusal(429, "The preview takes 20 requests a second. Wait a moment.");
    if (entry.found === undefined || this.#settings.clock.monotonicMs() - entry.askedMs > freshMs) {
      entry.asking ??= this.#ask(token, entry).finally(() => {
        entry.asking = undefined;
      });
      await entry.asking;
    }
    return entry.found ?? refusal(503, "The draft is not here yet. Send the request again.");
  }

  #entryOf(key: string): Entry {
    const { clock } = this.#settings;
    const entry = this.#entries.get(key) ?? {
      ...{ found: undefined, version: undefined, askedMs: 0, asking: undefined },
      allowance: new Allowance(callsAllowed, clock),
    };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > entriesMax && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }

  async #ask(token: string, entry: Entry): Promise<void> {
    const { ask, clock } = this.#settings;
    const { version: known } = entry;
    const answer = await ask({ about: "draft", wanted: { token, ...(known === undefined ? {} : { known }) } });
    entry.askedMs = clock.monotonicMs();
    if (answer?.kind === "same") return;
    entry.version = answer?.kind === "draft" ? answer.version : undefined;
    entry.found = found(answer, this.#settings);
  }
}

function refusal(status: number, message: string): FoundDraft {
  return { problem: { status, message } };
}

function found(answer: Exclude<DraftAnswer, { kind: "same" }> | undefined, { feedToken, reportBug }: Settings): FoundDraft {
  if (answer === undefined) return refusal(503, "The console does not answer, and only it knows the draft.");
  if (answer.kind === "refused") return refusal(403, answer.message);
  try {
    const api = compileDraft(answer, feedToken);
    if (api === undefined) return refusal(400, "Drafts of WebSocket APIs have no preview.");
    return { draft: { api, counted: { stage: { ...api.stage, stageName: previewStage } }, version: answer.version } };
  } catch (error) {
    // Whoever has a pass may read the draft, and so what is wrong with it.
    if (error instanceof Refusal) return refusal(500, `The draft cannot be served: ${error.message}`);
    reportBug("", error);
    return refusal(500, "The draft cannot be served. The log of the gateway says why.");
  }
}

function compileDraft({ definition, release: sent }: Extract<DraftAnswer, { kind: "draft" }>, feedToken: string): CompiledApi | undefined {
  const { accountThrottle: _, ...release } = openSecrets(sent, feedToken);
  const uncached = { ...release, settings: { ...release.settings, cacheClusterEnabled: false } };
  if (definition.kind === "REST") return compile(definition, uncached);
  return definition.kind === "HTTP" ? compileHttpApi(definition, uncached) : undefined;
}
