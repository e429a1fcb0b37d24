import type { Answer, Question } from "../questions.ts";
import type { QuotaLedger } from "./quota-ledger.ts";
import type { TokenBuckets } from "./token-buckets.ts";

type LimitsQuestion = Extract<Question, { about: "tokens" | "quota" }>;

/** Answers the workers' questions about limits; there is one for the node. */
export function answerQuestion(limits: { buckets: TokenBuckets; ledger: QuotaLedger }, question: LimitsQuestion): Answer | Promise<Answer> {
  if (question.about === "tokens") return limits.buckets.take(question.bucket, question);
  return limits.ledger.spend(question.use);
}
