"use client";
import { create } from "zustand";
import type { TestResult } from "@/lib/client/operations";
import type { Assertion } from "@/lib/definition/saved-request";
import { readSent, writeSent } from "./sent-memory";

/** A request as it is typed; parameters of the path are filled into it when it is sent. */
export type TesterRequest = {
  target: string;
  pathParameters: Record<string, string>;
  query: string;
  headers: string;
  body: string;
  assertions: readonly Assertion[];
  /** The stage whose variables a method test of the draft has; stages have their own. */
  variablesOf: string;
  /** The access key that a call of a stage is signed with. */
  signWith?: string | undefined;
  /** The saved request that it came from. */
  savedId?: string | undefined;
};

export type TesterRun = { request: TesterRequest; verb: string; result: TestResult };

/** A request that was sent before. Its answer is kept by the server. */
export type SentRequest = { requestId: string; at: number; status: number; ms: number; request: TesterRequest };

type State = {
  requests: Readonly<Record<string, TesterRequest>>;
  runs: Readonly<Record<string, TesterRun>>;
  /** Newest first. */
  sent: Readonly<Record<string, readonly SentRequest[]>>;
  setRequest: (key: string, request: TesterRequest) => void;
  setRun: (key: string, run: TesterRun) => void;
};

const runsKept = 20;
const sentKept = 20;

/** What was typed and answered per method, while the page is open; what was sent, while the tab is. */
export const useTester = create<State>()((set) => ({
  requests: {},
  runs: {},
  sent: readSent(),
  setRequest: (key, request) => set(({ requests }) => ({ requests: { ...requests, [key]: request } })),
  setRun: (key, run) =>
    set(({ runs, sent }) => {
      const kept = Object.entries(runs).filter(([each]) => each !== key);
      const { status, ms, trace } = run.result;
      const now = { requestId: trace.requestId, at: trace.startedAt, status, ms, request: run.request };
      const nowSent = { ...sent, [key]: [now, ...(sent[key] ?? [])].slice(0, sentKept) };
      writeSent(nowSent);
      return { runs: Object.fromEntries([...kept.slice(-(runsKept - 1)), [key, run]]), sent: nowSent };
    }),
}));

export const testerKey = (apiId: string, path: string, verb: string) => `${apiId} ${verb} ${path}`;

/** Target of the tester that calls the draft's method as TestInvokeMethod does; any other target is a stage. */
export const methodTarget = "method test";

export const pathParametersOf = (path: string): string[] => [...path.matchAll(/\{([^}+]+)\+?\}/g)].map((match) => match[1] ?? "");
