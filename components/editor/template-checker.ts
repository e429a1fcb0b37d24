import type { TemplateAnswer, TemplateQuestion } from "./template-check";
import type { TemplateAnswerMessage, TemplateQuestionMessage } from "./template-messages";

/** The part of a worker that the checker uses. */
export type CheckWorker = Pick<Worker, "postMessage" | "terminate"> & {
  onmessage: ((event: MessageEvent<TemplateAnswerMessage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

export type CheckState =
  | { kind: "waiting" }
  | { kind: "answered"; answer: TemplateAnswer; ms: number }
  | { kind: "failed"; title: string; text: string };

export const DEBOUNCE_MS = 150;
export const ANSWER_MAX_MS = 2000;
// A new worker loads its code first.
export const START_MAX_MS = 10_000;

type Options = { createWorker: () => CheckWorker; onState: (state: CheckState) => void };

export type TemplateChecker = { ask: (question: TemplateQuestion) => void; close: () => void };

/** Asks a worker about a template a moment after the last change, and starts a new worker when one does not answer. */
export function createTemplateChecker({ createWorker, onState }: Options): TemplateChecker {
  let worker: CheckWorker | undefined;
  let hasAnswered = false;
  let version = 0;
  let debounce: ReturnType<typeof setTimeout> | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;

  function stop() {
    clearTimeout(deadline);
    worker?.terminate();
    worker = undefined;
    hasAnswered = false;
  }

  function fail(failure: Failure) {
    stop();
    onState({ kind: "failed", ...failure });
  }

  function send(question: TemplateQuestion) {
    const asked = ++version;
    worker ??= createWorker();
    worker.onmessage = ({ data }) => {
      hasAnswered = true;
      if (data.version !== version) return;
      clearTimeout(deadline);
      if ("answer" in data) onState({ kind: "answered", answer: data.answer, ms: data.ms });
      else
        onState({
          kind: "failed",
          title: "The check of this template failed.",
          text: `${data.failure}. Change the template to try again.`,
        });
    };
    worker.onerror = () => fail(notStarted);
    clearTimeout(deadline);
    deadline = hasAnswered ? setTimeout(() => fail(tooLong), ANSWER_MAX_MS) : setTimeout(() => fail(notStarted), START_MAX_MS);
    const message: TemplateQuestionMessage = { version: asked, question };
    worker.postMessage(message);
  }

  return {
    ask: (question) => {
      clearTimeout(debounce);
      debounce = setTimeout(() => send(question), DEBOUNCE_MS);
    },
    close: () => {
      clearTimeout(debounce);
      stop();
    },
  };
}

type Failure = { title: string; text: string };

const notStarted: Failure = {
  title: "The check of templates could not start.",
  text: "Its code did not load. Editing and saving work; reload the page for preview and problems.",
};
const tooLong: Failure = {
  title: "This template did not end within 2 s, so the preview was stopped.",
  text: "Look for a loop over something large. The next change tries again.",
};
