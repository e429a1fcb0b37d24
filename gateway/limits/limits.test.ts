import { describe, expect, test } from "vitest";
import type { QuotaGrant, QuotaRequest } from "../../lib/feed/access.ts";
import type { Bucket, QuotaUse } from "../../lib/gateway/ports.ts";
import { type Answer, type Question, QuestionChannel } from "../questions.ts";
import { LimitsClient } from "./limits-client.ts";
import { answerQuestion } from "./node-limits.ts";
import { QuotaLedger } from "./quota-ledger.ts";
import { SharedBuckets, type TakeShared } from "./shared-buckets.ts";
import { TokenBuckets } from "./token-buckets.ts";

const bucket = (ratePerSecond: number, burst: number, key = "b"): Bucket => ({ key, ratePerSecond, burst });
const one = { needed: 1, extra: 0 };

function clock() {
  const time = { ms: 0 };
  return { time, nowMs: () => time.ms };
}

describe("token buckets", () => {
  test("a bucket gives its burst once and then its rate, and never holds more than the burst", () => {
    const { time, nowMs } = clock();
    const buckets = new TokenBuckets(nowMs);
    const takes = (count: number) => Array.from({ length: count }, () => buckets.take(bucket(2, 3), one)).reduce((a, b) => a + b, 0);

    expect(takes(5)).toBe(3);
    time.ms = 1_000;
    expect(takes(5)).toBe(2);
    time.ms = 1_400;
    expect(takes(5)).toBe(0);
    time.ms = 60_000;
    expect(takes(5)).toBe(3);
  });

  test("tokens to keep are lent only while the bucket stays at least half full", () => {
    const { nowMs } = clock();
    const buckets = new TokenBuckets(nowMs);

    expect(buckets.take(bucket(1_000, 100), { needed: 1, extra: 10 })).toBe(11);
    expect(buckets.take(bucket(1_000, 100), { needed: 38, extra: 10 })).toBe(39);
    expect(buckets.take(bucket(1_000, 100), { needed: 60, extra: 10 })).toBe(50);
  });

  test("over ten seconds of many small steps as many tokens come as rate and burst allow", () => {
    const { time, nowMs } = clock();
    const buckets = new TokenBuckets(nowMs);
    let taken = 0;
    for (; time.ms < 10_000; time.ms += 3) taken += buckets.take(bucket(100, 200), one);

    expect(taken).toBeGreaterThanOrEqual(1_198);
    expect(taken).toBeLessThanOrEqual(1_200);
  });
});

/** Workers of one node, whose questions take a turn of the event loop. */
function node(count: number, reserve: (request: QuotaRequest) => Promise<QuotaGrant> = () => Promise.reject(new Error("away"))) {
  const { time, nowMs } = clock();
  const limits = { buckets: new TokenBuckets(nowMs), ledger: new QuotaLedger({ nowMs, reserve }) };
  const asked: Question[] = [];
  const workers = Array.from({ length: count }, () => {
    const channel: QuestionChannel = new QuestionChannel(async ({ id, question }) => {
      asked.push(question);
      if (question.about !== "tokens" && question.about !== "quota") throw new Error("limits know nothing else");
      const answer: Answer = await answerQuestion(limits, question);
      setImmediate(() => channel.answer(id, answer));
    });
    return new LimitsClient(channel.ask, { nowMs, monotonicMs: nowMs });
  });
  const take = (wanted: Bucket, calls: number) =>
    Promise.all(Array.from({ length: calls }, (_, index) => workers[index % count]?.take(wanted)));
  const spend = (use: QuotaUse, calls: number) =>
    Promise.all(Array.from({ length: calls }, (_, index) => workers[index % count]?.spend(use)));
  return { time, asked, workers, ledger: limits.ledger, take, spend };
}

const passed = (answers: readonly (boolean | undefined)[]) => answers.filter((answer) => answer === true).length;

test("a scarce bucket is exact over all workers, whoever asks", async () => {
  const { take } = node(3);

  expect(passed(await take(bucket(0.5, 4), 30))).toBe(4);
});

test("callers that wait together are one question, and a plentiful bucket is seldom asked", async () => {
  const { asked, take } = node(1);
  const wide = bucket(10_000, 10_000);

  expect(passed(await take(wide, 50))).toBe(50);
  const first = asked.length;
  expect(passed(await take(wide, 90))).toBe(90);

  expect(first).toBeLessThanOrEqual(2);
  expect(asked.length).toBe(first);
});

test("what was lent is given up in time", async () => {
  const { time, asked, take } = node(1);
  await take(bucket(10_000, 10_000), 1);
  time.ms = 50;
  await take(bucket(10_000, 10_000), 1);

  expect(asked).toHaveLength(2);
});

/** A console that grants up to a limit, or is away. */
function console(limit: number) {
  const state = { left: limit, isAway: false, requests: [] as QuotaRequest[] };
  const reserve = (request: QuotaRequest): Promise<QuotaGrant> => {
    if (state.isAway) return Promise.reject(new Error("away"));
    state.requests.push(request);
    state.left += request.returned - request.borrowed;
    const granted = Math.max(0, Math.min(request.wanted, state.left));
    state.left -= granted;
    return Promise.resolve({ granted, remaining: Math.max(0, state.left) });
  };
  return { state, reserve };
}

const use = (limit: number): QuotaUse => ({ planId: "p", keyId: "k", quota: { limit, offset: 0, period: "DAY" } });

test("a quota is exact over all workers, and each accepted request is counted once", async () => {
  const { state, reserve } = console(1_000);
  const { spend, ledger } = node(4, reserve);

  expect(passed(await spend(use(1_000), 1_500))).toBe(1_000);
  expect(ledger.takeUsage()).toEqual([{ planId: "p", keyId: "k", day: "1970-01-01", count: 1_000 }]);
  expect(ledger.takeUsage()).toEqual([]);
  expect(state.left).toBe(0);
});

test("a ledger that dies loses at most a hundredth of the limit, and two together never exceed it", async () => {
  const { reserve } = console(1_000);
  const first = node(2, reserve);
  const second = node(2, reserve);

  const before = passed(await first.spend(use(1_000), 333));
  const after = passed(await second.spend(use(1_000), 1_000));

  expect(before).toBe(333);
  expect(before + after).toBeLessThanOrEqual(1_000);
  expect(before + after).toBeGreaterThanOrEqual(990);
});

test("a ledger that ends in order gives back what it did not spend", async () => {
  const { state, reserve } = console(1_000);
  const { spend, ledger } = node(1, reserve);
  await spend(use(1_000), 3);
  await ledger.close();

  expect(state.left).toBe(997);
});

test("a used up quota is asked about again after a second, not for every request", async () => {
  const { state, reserve } = console(1);
  const { spend, time } = node(1, reserve);
  expect(passed(await spend(use(1), 5))).toBe(1);
  const asked = state.requests.length;
  expect(passed(await spend(use(1), 5))).toBe(0);
  expect(state.requests).toHaveLength(asked);
  state.left = 2;
  time.ms = 1_001;

  expect(passed(await spend(use(1), 5))).toBe(2);
});

test("while the console is away a node goes on with what was left, and owns up afterwards", async () => {
  const { state, reserve } = console(10);
  const { spend, time } = node(1, reserve);
  expect(passed(await spend(use(10), 4))).toBe(4);
  state.isAway = true;
  time.ms = 10;

  expect(passed(await spend(use(10), 20))).toBe(6);
  state.isAway = false;
  time.ms = 5_000;
  expect(passed(await spend(use(10), 1))).toBe(0);
  expect(state.left).toBe(0);
});

test("a new period begins with a whole quota", async () => {
  const grants = new Map<string, number>();
  const reserve = ({ start, wanted }: QuotaRequest): Promise<QuotaGrant> => {
    const left = grants.get(start) ?? 2;
    const granted = Math.min(wanted, left);
    grants.set(start, left - granted);
    return Promise.resolve({ granted, remaining: left - granted });
  };
  const { spend, time } = node(1, reserve);
  expect(passed(await spend(use(2), 3))).toBe(2);
  time.ms = 86_400_000;

  expect(passed(await spend(use(2), 3))).toBe(2);
});

test("requests under a plan without a quota are counted where they are served", async () => {
  const { workers, asked } = node(1);
  const [worker] = workers;

  expect(worker?.spend({ planId: "p", keyId: "k", quota: undefined })).toBe(true);
  expect(worker?.takeUsage()).toEqual([{ planId: "p", keyId: "k", day: "1970-01-01", count: 1 }]);
  expect(asked).toEqual([]);
});

describe("buckets of several nodes", () => {
  function nodes() {
    const { time, nowMs } = clock();
    const common = new TokenBuckets(nowMs);
    const state = { isAway: false, asked: 0, told: [] as boolean[] };
    const takeShared: TakeShared = (wanted, how) => {
      state.asked++;
      return state.isAway ? Promise.reject(new Error("away")) : Promise.resolve(common.take(wanted, how));
    };
    const node = () =>
      new SharedBuckets({ own: new TokenBuckets(nowMs), takeShared, nowMs, onChange: ({ isAlone }) => state.told.push(isAlone) });
    return { time, state, first: node(), second: node() };
  }

  test("are one, whichever node is asked", async () => {
    const { first, second } = nodes();

    expect(await first.take(bucket(1, 5), { needed: 3, extra: 0 })).toBe(3);
    expect(await second.take(bucket(1, 5), { needed: 3, extra: 0 })).toBe(2);
  });

  test("are each node's own while they are out of reach, which is asked about now and then", async () => {
    const { time, state, first, second } = nodes();
    state.isAway = true;

    expect(await first.take(bucket(1, 5), { needed: 5, extra: 0 })).toBe(5);
    expect(await second.take(bucket(1, 5), { needed: 5, extra: 0 })).toBe(5);
    expect(await first.take(bucket(1, 5), one)).toBe(0);
    expect([state.asked, first.isAlone]).toEqual([2, true]);
    state.isAway = false;
    time.ms = 250;
    expect(await first.take(bucket(1, 5), { needed: 5, extra: 0 })).toBe(5);
    expect([first.isAlone, state.told]).toEqual([false, [true, true, false]]);
  });

  test("leave a node that goes on alone with what it did not take yet", async () => {
    const { state, first } = nodes();
    await first.take(bucket(1, 5), { needed: 4, extra: 0 });
    state.isAway = true;

    expect(await first.take(bucket(1, 5), { needed: 5, extra: 0 })).toBe(1);
  });
});
