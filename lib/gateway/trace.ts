import type { MessageView, StepKind, TraceStep } from "../definition/trace.ts";
import type { Route } from "./exchange.ts";

/** What a step tells about itself beyond its time. */
export type StepDetails = {
  in?: MessageView;
  out?: MessageView;
  note?: string;
  config?: TraceStep["config"];
};

/** Who watches a request. The pipeline runs the same with any of them. */
export interface Trace {
  /** False when nothing is kept: then nobody needs to prepare what would be shown. */
  readonly isKept: boolean;
  /** The method is known now; what is kept may depend on it. */
  routed(route: Route): void;
  /** Runs a stage and returns what it returns. */
  step<Value>(kind: StepKind, run: () => Value): Value;
  /** Adds to the stage that runs now. */
  annotate(details: StepDetails): void;
  /** A line of the execution log, in the service's words. */
  log(line: string): void;
}

/** The trace of ordinary traffic: nothing is kept. */
export const noTrace: Trace = {
  isKept: false,
  routed: () => undefined,
  step: (_kind, run) => run(),
  annotate: () => undefined,
  log: () => undefined,
};
