"use client";
import { create } from "zustand";
import type { TestResult } from "@/lib/client/operations";

/** A request as it is typed; parameters of the path are filled into it when it is sent. */
export type TesterRequest = {
  target: string;
  pathParameters: Record<string, string>;
  query: string;
  headers: string;
  body: string;
};

export type TesterRun = { request: TesterRequest; verb: string; result: TestResult };

type State = {
  requests: Readonly<Record<string, TesterRequest>>;
  runs: Readonly<Record<string, TesterRun>>;
  setRequest: (key: string, request: TesterRequest) => void;
  setRun: (key: string, run: TesterRun) => void;
};

const runsKept = 20;

/** What was typed and answered per method, while the page is open. */
export const useTester = create<State>()((set) => ({
  requests: {},
  runs: {},
  setRequest: (key, request) => set(({ requests }) => ({ requests: { ...requests, [key]: request } })),
  setRun: (key, run) =>
    set(({ runs }) => {
      const kept = Object.entries(runs).filter(([each]) => each !== key);
      return { runs: Object.fromEntries([...kept.slice(-(runsKept - 1)), [key, run]]) };
    }),
}));

export const testerKey = (apiId: string, path: string, verb: string) => `${apiId} ${verb} ${path}`;

/** Target of the tester that calls the draft's method as TestInvokeMethod does; any other target is a stage. */
export const methodTarget = "method test";

export const pathParametersOf = (path: string): string[] => [...path.matchAll(/\{([^}+]+)\+?\}/g)].map((match) => match[1] ?? "");

/** `Name: value` lines as pairs; lines without a colon are left out. */
export function parseHeaders(text: string): [string, string][] {
  return text
    .split("\n")
    .filter((line) => line.includes(":"))
    .map((line): [string, string] => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()])
    .filter(([name]) => name !== "");
}

/** The path to call: parameters filled in and escaped (greedy ones keep their slashes), then the query. */
export function fillPath(path: string, request: Pick<TesterRequest, "pathParameters" | "query">): string {
  const filled = path.replace(/\{([^}+]+)(\+?)\}/g, (whole, name: string, greedy: string) => {
    const value = request.pathParameters[name];
    if (value === undefined || value === "") return whole;
    return greedy === "+" ? value.split("/").map(encodeURIComponent).join("/") : encodeURIComponent(value);
  });
  return request.query === "" ? filled : `${filled}?${request.query.replace(/^\?/, "")}`;
}
