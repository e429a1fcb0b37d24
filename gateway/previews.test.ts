import { expect, test } from "vitest";
import type { DraftAnswer, DraftQuestion } from "../lib/feed/protocol.ts";
import { definitionOf, mockRoute } from "../lib/gateway/testing/definition-fixture.ts";
import { releaseOf } from "../tests/gateway/cache-fixture.ts";
import { type FoundDraft, Previews } from "./previews.ts";

const pass = { apiId: "abcdefghij", stageName: "test", userId: "user-1", expiresAtMs: 1 };
const { release, snapshot } = releaseOf(definitionOf({ "GET /": mockRoute("x") }));
const draft = { kind: "draft", version: "v1", release, definition: snapshot.definition } as const;

function previewsOf(answer: (question: DraftQuestion) => DraftAnswer | undefined) {
  const asked: DraftQuestion[] = [];
  const bugs: unknown[] = [];
  const time = { ms: 1_000 };
  const previews = new Previews({
    ask: (async (question: { wanted: DraftQuestion }) => {
      asked.push(question.wanted);
      return answer(question.wanted);
    }) as never,
    clock: { nowMs: () => time.ms, monotonicMs: () => time.ms },
    feedToken: "the-feed-token",
    reportBug: (_id, error) => bugs.push(error),
  });
  return { previews, asked, bugs, time };
}

const problemOf = (found: FoundDraft) => ("problem" in found ? found.problem : undefined);

test("a draft is asked for once in half a second, however many look, and stays compiled while it is the same", async () => {
  const { previews, asked, time } = previewsOf(({ known }) => (known === "v1" ? { kind: "same" } : draft));

  const [first, second] = await Promise.all([previews.find("t", pass), previews.find("t", pass)]);
  time.ms += 500;
  await previews.find("t", pass);
  time.ms += 1;
  const later = await previews.find("t", pass);

  expect(asked).toEqual([{ token: "t" }, { token: "t", known: "v1" }]);
  expect([second, later]).toEqual([first, first]);
});

test("what one member may see another is asked for again", async () => {
  const { previews, asked } = previewsOf(() => draft);

  await previews.find("t", pass);
  await previews.find("u", { ...pass, userId: "user-2" });

  expect(asked.map(({ token }) => token)).toEqual(["t", "u"]);
});

test("a console that does not answer is named, and one that answers again is believed", async () => {
  const answers: (DraftAnswer | undefined)[] = [undefined, draft];
  const { previews, time } = previewsOf(() => answers.shift());

  const away = await previews.find("t", pass);
  time.ms += 501;

  expect(problemOf(away)).toEqual({ status: 503, message: "The console does not answer, and only it knows the draft." });
  expect(problemOf(await previews.find("t", pass))).toBeUndefined();
});

test("a draft that cannot be compiled says so, and its fault is reported", async () => {
  const { previews, bugs } = previewsOf(() => ({ ...draft, definition: { ...snapshot.definition, resources: undefined } }) as never);

  const found = await previews.find("t", pass);

  expect(problemOf(found)).toEqual({ status: 500, message: "The draft cannot be served. The log of the gateway says why." });
  expect(bugs).toHaveLength(1);
});

test("drafts beyond twenty are forgotten, the one that nobody looked at for longest first", async () => {
  const { previews, asked } = previewsOf(() => draft);

  for (let user = 0; user <= 20; user++) await previews.find("t", { ...pass, userId: `user-${user}` });
  await previews.find("t", { ...pass, userId: "user-20" });
  await previews.find("t", { ...pass, userId: "user-0" });

  expect(asked).toHaveLength(22);
});

test("a pass takes fifty requests at once and twenty a second, those of others besides", async () => {
  const { previews, time } = previewsOf(() => draft);
  const statuses = async (count: number, userId = "user-1") => {
    const all = await Promise.all(Array.from({ length: count }, () => previews.find("t", { ...pass, userId })));
    return all.filter((each) => problemOf(each)?.status === 429).length;
  };

  const refused = await statuses(60);
  const ofAnother = await statuses(1, "user-2");
  time.ms += 1_000;

  expect([refused, ofAnother, await statuses(25)]).toEqual([10, 0, 5]);
});
