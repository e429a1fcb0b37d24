import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { Integration } from "../definition/rest-api.ts";
import type { MethodSetting } from "../definition/stage.ts";
import { evaluateExpression } from "../expressions/evaluate-expression.ts";
import type { Expression } from "../expressions/expression.ts";
import { parseDestination, parseExpression } from "../expressions/parse-expression.ts";
import { wholeBody } from "./compression.ts";
import type { Exchange, Route, StageFacts } from "./exchange.ts";
import { compileMappings, type MappedBody, type Mapping, mappingSources, selectLong } from "./mapping.ts";
import { findHeader, type GatewayReply, headerValues } from "./message.ts";
import { findMethodSetting, findOwnSetting } from "./method-settings.ts";
import { observeReply } from "./observe.ts";
import type { CachedReply, CacheSlot } from "./ports.ts";
import { configurationError, Refusal } from "./refusal.ts";

/** Largest body that the service caches. */
const cachedBodyMaxBytes = 1_048_576;

/** How a method's responses are cached. */
export type MethodCache = {
  ttlMs: number;
  /** Responses to other verbs than GET too. */
  isForAllVerbs: boolean;
  namespace: string;
  keyParts: readonly Expression[];
  readsBody: boolean;
  /** What happens when a caller that may not do so asks for a fresh response; undefined when everybody may. */
  unauthorizedStrategy: string | undefined;
};

/** The cache of a method by the stage's settings; undefined when nothing is cached. */
export function compileMethodCache(stage: StageFacts, route: Route, integration: Integration): MethodCache | undefined {
  if (stage.cache === undefined || integration.responseTransferMode === "STREAM") return undefined;
  const { methodSettings } = stage;
  const setting = findMethodSetting(methodSettings, route);
  const isNamed = findOwnSetting(methodSettings, route) !== undefined;
  if (setting === undefined || setting.cachingEnabled !== true || setting.cacheTtlInSeconds <= 0) return undefined;
  // Settings for all methods cache GET only; others have to be named.
  if (!isNamed && route.verb !== "GET" && route.verb !== "ANY") return undefined;
  const keyParts = compileKeyParts(integration);
  return {
    ttlMs: setting.cacheTtlInSeconds * 1_000,
    isForAllVerbs: isNamed,
    namespace: integration.cacheNamespace,
    keyParts,
    readsBody: keyParts.some((part) => part.kind === "body"),
    unauthorizedStrategy: strategyOf(setting),
  };
}

function strategyOf(setting: MethodSetting): string | undefined {
  return setting.requireAuthorizationForCacheControl ? setting.unauthorizedCacheControlHeaderStrategy : undefined;
}

// A key can be a parameter of the method's request, or one of the integration's, which is what its mapping yields.
function compileKeyParts({ cacheKeyParameters, requestParameters }: Integration): Expression[] {
  const mappings = compileMappings(requestParameters);
  return cacheKeyParameters.flatMap((name) => {
    const own = name.startsWith("integration.request.") ? findMapping(mappings, name)?.expression : parseKeyPart(name);
    return own === undefined ? [] : [own];
  });
}

function parseKeyPart(name: string): Expression {
  const parsed = parseExpression(name);
  if (!parsed.ok) throw configurationError(parsed.error);
  return parsed.value;
}

function findMapping(mappings: readonly Mapping[], name: string): Mapping | undefined {
  const wanted = parseDestination(name);
  if (!wanted.ok) throw configurationError(wanted.error);
  const { location, name: parameter } = wanted.value;
  return mappings.find(({ destination }) => destination.location === location && destination.name === parameter);
}

/** Answers from the cache, or with what `answer` makes, which is then kept. */
export async function answerThroughCache(
  cache: MethodCache,
  exchange: Exchange,
  answer: () => Promise<GatewayReply>,
): Promise<GatewayReply> {
  const { trace } = exchange;
  const lookup = await trace.step("cache-read", () => readCache(cache, exchange));
  if (lookup === undefined) return answer();
  const { slot, warns } = lookup;
  if (slot.kind === "hit") {
    const reply = fromCache(slot.reply, exchange, warns);
    if (trace.isKept) await observeReply(exchange, reply);
    return reply;
  }
  let reply: GatewayReply;
  try {
    reply = await answer();
  } catch (error) {
    await slot.settle(undefined);
    throw error;
  }
  const kept = await trace.step("cache-write", () => writeCache(cache, exchange, { slot, reply }));
  return warns ? { ...kept, headers: [...kept.headers, ...warning] } : kept;
}

type Lookup = { slot: CacheSlot; warns: boolean };

async function readCache(cache: MethodCache, exchange: Exchange): Promise<Lookup | undefined> {
  const { stage, trace, ports } = exchange;
  if (stage.cache === undefined || (!cache.isForAllVerbs && exchange.method !== "GET")) {
    trace.annotate({ note: `${exchange.method} is not cached by the settings for all methods` });
    return undefined;
  }
  const key = keptUnder(stage, await cacheKey(cache, exchange));
  const asked = asksForFresh(exchange);
  const mayRenew = asked && (cache.unauthorizedStrategy === undefined || isSignedCaller(exchange));
  if (asked && !mayRenew && cache.unauthorizedStrategy === "FAIL_WITH_403") throw cacheControlRefusal();
  const slot = mayRenew ? ports.cache.renew(stage.cache, key) : await ports.cache.read(stage.cache, key);
  exchange.cache = slot.kind;
  trace.annotate({
    note: slot.kind === "hit" ? "answered from the cache" : mayRenew ? "the caller asked for a fresh answer" : "not in the cache",
  });
  return { slot, warns: asked && !mayRenew && cache.unauthorizedStrategy === "SUCCEED_WITH_RESPONSE_HEADER" };
}

// Keys of this installation may do everything that the service's policies can allow.
function isSignedCaller(exchange: Exchange): boolean {
  return exchange.identity?.accessKey !== undefined;
}

function asksForFresh(exchange: Exchange): boolean {
  const values = headerValues(exchange.request.headers, "cache-control");
  return values.some((value) => value.split(",").some((directive) => /^\s*max-age\s*=\s*"?0+"?\s*$/i.test(directive)));
}

function cacheControlRefusal(): Refusal {
  return new Refusal({ responseType: "ACCESS_DENIED", reason: "CACHE_CONTROL_DENIED", logLine: "Not authorized to invalidate the cache" });
}

const warning = ["Warning", '199 - "Cache-Control was ignored: not authorized to invalidate the cache"'];

/** An answer that was flushed is kept under another key since then: whatever the former one finds, on any gateway, is not asked for any more. */
function keptUnder({ flushedAnswers }: StageFacts, key: string): string {
  const flush = flushedAnswers === undefined || flushedAnswers.size === 0 ? undefined : flushedAnswers.get(answerIdOf(key));
  return flush === undefined ? key : `${key} ${flush}`;
}

/** Names a kept answer without the values in its key, which may be secret. */
export function answerIdOf(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}

/** The namespace, the verb and the values of the key parameters; a value that is absent differs from an empty one. */
export async function cacheKey(cache: MethodCache, exchange: Exchange): Promise<string> {
  const sources = mappingSources(exchange, cache.readsBody ? await bodyInKey(cache, exchange) : undefined);
  const values = cache.keyParts.map((part) => evaluateExpression(part, sources) ?? null);
  return JSON.stringify([cache.namespace, exchange.method, values]);
}

async function bodyInKey({ keyParts }: MethodCache, exchange: Exchange): Promise<MappedBody> {
  const body = await exchange.request.body.collect();
  const selected = await selectLong(
    keyParts.map((expression) => ({ expression })),
    "method.request",
    exchange,
    body,
  );
  return { text: () => body.toString("utf8"), selected };
}

type Writing = { slot: CacheSlot & { kind: "miss" }; reply: GatewayReply };

async function writeCache(cache: MethodCache, exchange: Exchange, { slot, reply }: Writing): Promise<GatewayReply> {
  const { trace } = exchange;
  const declared = typeof reply.body === "string" || Buffer.isBuffer(reply.body) ? undefined : reply.body.length;
  if (declared !== undefined && declared > cachedBodyMaxBytes) {
    await slot.settle(undefined);
    trace.annotate({ note: `not kept: larger than ${cachedBodyMaxBytes} bytes` });
    return reply;
  }
  let body: Buffer;
  try {
    body = await wholeBody(reply);
  } catch (error) {
    await slot.settle(undefined);
    throw error;
  }
  const isKept = body.length <= cachedBodyMaxBytes;
  const { status, headers } = reply;
  // What follows adds to the headers of the reply; the cached ones stay as they are.
  await slot.settle(isKept ? { reply: { status, headers: [...headers], body }, ttlMs: cache.ttlMs } : undefined);
  trace.annotate({ note: isKept ? `kept for ${cache.ttlMs / 1_000} s` : `not kept: larger than ${cachedBodyMaxBytes} bytes` });
  return { ...reply, body };
}

function fromCache({ status, headers, body }: CachedReply, exchange: Exchange, warns: boolean): GatewayReply {
  const own = warns ? [...headers, ...warning] : [...headers];
  if (findHeader(own, "x-amzn-trace-id") !== undefined) {
    for (let i = 0; i < own.length; i += 2) if (own[i]?.toLowerCase() === "x-amzn-trace-id") own[i + 1] = exchange.traceId;
  }
  return { status, headers: own, body, isGatewayResponse: false };
}
