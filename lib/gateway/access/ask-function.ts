import { Buffer } from "node:buffer";
import type { Exchange } from "../exchange.ts";
import { type FunctionTarget, invokeRequest } from "../integrations/invoke-function.ts";
import { parseJson } from "../parse-json.ts";
import { authorizerFailed, unauthorized } from "./authorizer-refusals.ts";
import { callAuthorizer } from "./call-authorizer.ts";

/** A function that is asked about callers, and how long what it says is kept. */
export type AskedFunction = { id: string; target: FunctionTarget; ttlSeconds: number };

/** What the function said, now or before. */
export type FunctionAnswer = { payload: string; isCached: boolean; ms: number };

export type Question = {
  /** Who calls: what is kept is kept for this; without it nothing is. */
  identity: readonly string[];
  event(): Record<string, unknown>;
  /** Throws the refusal for a payload that is no answer of an authorizer; such a one is not kept. */
  check(payload: string): void;
};

/** Asks the function, or the cache of the stage. */
export async function askFunction(asked: AskedFunction, exchange: Exchange, question: Question): Promise<FunctionAnswer> {
  const space = exchange.stage.authorizerCache;
  const { identity } = question;
  const ttlMs = asked.ttlSeconds * 1_000;
  if (space === undefined || ttlMs <= 0 || identity.length === 0) return invoke(asked, exchange, question);
  const slot = await exchange.ports.cache.read(space, JSON.stringify([asked.id, ...identity]));
  if (slot.kind === "hit") return { payload: slot.reply.body.toString("utf8"), isCached: true, ms: 0 };
  let answer: FunctionAnswer | undefined;
  try {
    answer = await invoke(asked, exchange, question);
    return answer;
  } finally {
    // Whoever waits for this answer goes on, also when there is none.
    await slot.settle(answer && { reply: { status: 200, headers: [], body: Buffer.from(answer.payload) }, ttlMs });
  }
}

async function invoke({ id, target }: AskedFunction, exchange: Exchange, question: Question): Promise<FunctionAnswer> {
  const request = invokeRequest(target, exchange, {
    headers: ["Content-Type", "application/json"],
    body: JSON.stringify(question.event()),
  });
  exchange.trace.log(`Starting authorizer: ${id} for request: ${exchange.requestId}`);
  const { payload, hasFailed, ms } = await callAuthorizer(request, exchange, id);
  if (hasFailed) throw functionFailure(id, payload);
  question.check(payload);
  return { payload, isCached: false, ms };
}

function functionFailure(authorizerId: string, payload: string): Error {
  const error = parseJson(payload);
  const message = typeof error === "object" && error !== null ? Reflect.get(error, "errorMessage") : undefined;
  if (message === "Unauthorized") return unauthorized("TOKEN_MISSING", { authorizerId, answer: "Unauthorized" });
  return authorizerFailed("Authorizer error", { authorizerId, ...(typeof message === "string" && { message: message.slice(0, 512) }) });
}
