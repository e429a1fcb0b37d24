import type { Bucket } from "../../lib/gateway/ports.ts";
import type { Answer, Question } from "../questions.ts";
import type { QuotaLedger } from "./quota-ledger.ts";
import type { Wanted } from "./shared-buckets.ts";

/** Buckets of this node, or of several. */
export type Buckets = { take(bucket: Bucket, wanted: Wanted): number | Promise<number> };

type LimitsQuestion = Extract<Question, { about: "tokens" | "quota" }>;

/** Answers the workers' questions about limits; there is one for the node. */
export function answerQuestion(limits: { buckets: Buckets; ledger: QuotaLedger }, question: LimitsQuestion): Answer | Promise<Answer> {
  if (question.about === "tokens") return limits.buckets.take(question.bucket, question);
  return limits.ledger.spend(question.use);
}
