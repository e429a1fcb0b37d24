import type { StepKind, TraceRecord, TraceStep } from "../definition/trace.ts";
import type { Exchange } from "./exchange.ts";
import type { Clock, Served } from "./ports.ts";
import { Refusal } from "./refusal.ts";
import type { StepDetails, Trace } from "./trace.ts";

/** A trace that keeps every step and every line of the execution log. */
export type CollectingTrace = Trace & {
  /** Lines of the execution log with their times, without the heading. */
  readonly lines: readonly string[];
  /** The record of a request that is done. */
  record(exchange: Exchange, served: Served): TraceRecord;
};

// More lines than a request can write; templates cannot log.
const linesMax = 200;

export function collectTrace(clock: Clock): CollectingTrace {
  const startedMs = clock.nowMs();
  const steps: TraceStep[] = [];
  const open: TraceStep[] = [];
  const lines: string[] = [];

  function close(step: TraceStep, state: TraceStep["state"]): void {
    step.state = state;
    step.ms = clock.nowMs() - startedMs - step.at;
    const at = open.lastIndexOf(step);
    if (at >= 0) open.splice(at, 1);
  }

  return {
    isKept: true,
    lines,
    step<Value>(kind: StepKind, run: () => Value): Value {
      const step: TraceStep = { id: `${steps.length + 1}`, kind, state: "passed", at: clock.nowMs() - startedMs, ms: 0 };
      steps.push(step);
      open.push(step);
      return runStep(run, (state, note) => {
        if (note !== undefined) step.note ??= note;
        close(step, state);
      });
    },
    annotate(details: StepDetails): void {
      const step = open[open.length - 1] ?? steps[steps.length - 1];
      if (step !== undefined) Object.assign(step, details);
    },
    log(line: string): void {
      if (lines.length < linesMax) lines.push(`${logTime(clock.nowMs())} : ${line}`);
    },
    record(exchange, { reply, facts }) {
      return {
        requestId: exchange.requestId,
        apiId: exchange.stage.apiId,
        stage: exchange.stage.stageName,
        deploymentId: exchange.stage.deploymentId,
        canary: exchange.stage.isCanary === true,
        startedAt: startedMs,
        ms: clock.nowMs() - startedMs,
        status: reply.status,
        ...(facts.refusal !== undefined && { reason: facts.refusal.reason, evidence: { ...facts.refusal.evidence } }),
        steps,
      };
    },
  };
}

type Done = (state: "passed" | "failed", note?: string) => void;

function runStep<Value>(run: () => Value, done: Done): Value {
  let value: Value;
  try {
    value = run();
  } catch (error) {
    done("failed", noteOf(error));
    throw error;
  }
  if (!(value instanceof Promise)) {
    done("passed");
    return value;
  }
  // The step is over when its promise settles; the caller gets the very same promise.
  value.then(
    () => done("passed"),
    (error: unknown) => done("failed", noteOf(error)),
  );
  return value;
}

function noteOf(error: unknown): string | undefined {
  return error instanceof Refusal ? error.message : undefined;
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Thu Apr 05 11:07:54 UTC 2018`, as execution logs write instants. */
export function logTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${two(date.getUTCDate())} ${time} UTC ${date.getUTCFullYear()}`;
}
