import type { DraftAnswer, DraftQuestion } from "../lib/feed/protocol.ts";
import type { Bucket, QuotaUse } from "../lib/gateway/ports.ts";
import type { ConnectionAnswer, ConnectionCall, ConnectionList, ListQuestion } from "./websocket/connection-calls.ts";

/** What a worker asks its primary, with the answer that it gets. */
export type Questions = {
  tokens: { question: { bucket: Bucket; needed: number; extra: number }; answer: number };
  quota: { question: { use: QuotaUse }; answer: boolean };
  /** What another worker says about a connection that it has. */
  connection: { question: { call: ConnectionCall }; answer: ConnectionAnswer };
  /** What connections of a stage all workers have. */
  connections: { question: ListQuestion; answer: ConnectionList };
  /** What the console says about a draft that somebody previews; undefined while it does not answer. */
  draft: { question: { wanted: DraftQuestion }; answer: DraftAnswer | undefined };
};

export type Question = { [About in keyof Questions]: { about: About } & Questions[About]["question"] }[keyof Questions];
export type Answer = Questions[keyof Questions]["answer"];

/** Asks the primary. */
export type Ask = <Asked extends Question>(question: Asked) => Promise<Questions[Asked["about"]]["answer"]>;

/** Asks over the channel to the primary; answers come in any order. */
export class QuestionChannel {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #send: (message: { kind: "ask"; id: number; question: Question }) => void;
  #nextId = 1;

  constructor(send: (message: { kind: "ask"; id: number; question: Question }) => void) {
    this.#send = send;
  }

  readonly ask: Ask = (question) =>
    new Promise((resolve) => {
      const id = this.#nextId++;
      // The primary answers a question with the answer of its kind.
      this.#waiting.set(id, resolve as (answer: Answer) => void);
      this.#send({ kind: "ask", id, question });
    });

  answer(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}
