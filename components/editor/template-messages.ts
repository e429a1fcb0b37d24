import { checkTemplate, type TemplateAnswer, type TemplateQuestion } from "./template-check";

/** A question and its answer carry the same version, so that the page takes the newest only. */
export type TemplateQuestionMessage = { version: number; question: TemplateQuestion };
export type TemplateAnswerMessage = { version: number } & ({ ms: number; answer: TemplateAnswer } | { failure: string });

/** Answers each question, with the time it took; a bug in the engine is told, not lost. */
export function answerMessage({ version, question }: TemplateQuestionMessage, now: () => number): TemplateAnswerMessage {
  const startedAt = now();
  try {
    const answer = checkTemplate(question);
    return { version, answer, ms: now() - startedAt };
  } catch (error) {
    return { version, failure: error instanceof Error ? error.message : String(error) };
  }
}
