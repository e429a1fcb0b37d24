import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parseSampleText } from "@/lib/vtl/sample-input";
import { ANSWER_MAX_MS, type CheckState, type CheckWorker, createTemplateChecker, DEBOUNCE_MS, START_MAX_MS } from "./template-checker";
import { answerMessage, type TemplateQuestionMessage } from "./template-messages";

class FakeWorker implements CheckWorker {
  onmessage: CheckWorker["onmessage"] = null;
  onerror: CheckWorker["onerror"] = null;
  asked: TemplateQuestionMessage[] = [];
  isEnded = false;
  postMessage(message: TemplateQuestionMessage) {
    this.asked.push(message);
  }
  terminate() {
    this.isEnded = true;
  }
  answer(index: number) {
    const message = this.asked[index];
    if (message === undefined) throw new Error(`question ${index} was not asked`);
    this.onmessage?.(new MessageEvent("message", { data: answerMessage(message, () => 0) }));
  }
}

const { input } = parseSampleText({ body: "{}", params: "{}", context: "{}", stageVariables: "{}" });
const question = (text: string) => ({ text, contentType: "application/json", input, apiKind: "REST" as const });

function setUp() {
  const workers: FakeWorker[] = [];
  const states: CheckState[] = [];
  const createWorker = () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  };
  const checker = createTemplateChecker({ createWorker, onState: (state) => states.push(state) });
  const ask = (text: string) => {
    checker.ask(question(text));
    vi.advanceTimersByTime(DEBOUNCE_MS);
  };
  return { workers, states, checker, ask };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("quick changes ask once, about the last text", () => {
  const { workers, checker, ask } = setUp();

  checker.ask(question("a"));
  checker.ask(question("ab"));
  ask("abc");

  expect(workers[0]?.asked.map((message) => message.question.text)).toEqual(["abc"]);
});

test("an answer to an older question is dropped", () => {
  const { workers, states, ask } = setUp();
  ask("old");
  ask("new");

  workers[0]?.answer(0);
  workers[0]?.answer(1);

  expect(states.map((state) => (state.kind === "answered" ? state.answer.text : state.kind))).toEqual(["new"]);
});

test("a worker that stops answering is ended, and the next change starts another", () => {
  const { workers, states, ask } = setUp();
  ask("good");
  workers[0]?.answer(0);

  ask("endless");
  vi.advanceTimersByTime(ANSWER_MAX_MS);
  ask("good again");
  workers[1]?.answer(0);

  expect(workers.map((worker) => worker.isEnded)).toEqual([true, false]);
  expect(states.map(({ kind }) => kind)).toEqual(["answered", "failed", "answered"]);
});

test("a new worker has longer, as it loads its code", () => {
  const { states, ask } = setUp();
  ask("first");

  vi.advanceTimersByTime(START_MAX_MS - 1);
  const before = states.length;
  vi.advanceTimersByTime(1);

  expect(before).toBe(0);
  expect(states).toMatchObject([{ kind: "failed", title: "The check of templates could not start." }]);
});

test("closing ends the worker and its timers", () => {
  const { workers, states, checker, ask } = setUp();
  ask("text");

  checker.close();
  vi.runAllTimers();

  expect(workers[0]?.isEnded).toBe(true);
  expect(states).toEqual([]);
});
