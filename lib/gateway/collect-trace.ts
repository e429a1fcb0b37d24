import type { StepKind, TraceRecord, TraceStep } from "../definition/trace.ts";
import { cutMark } from "./body-view.ts";
import type { StageFacts } from "./exchange.ts";
import { type HideSecrets, hideInMessage, hideInValues } from "./hide-secrets.ts";
import type { Clock, Served } from "./ports.ts";
import { Refusal } from "./refusal.ts";
import type { StepDetails, Trace } from "./trace.ts";

/** A trace that keeps every step and every line of the execution log. */
export type CollectingTrace = Trace & {
  /** Lines of the execution log with their times, without the heading. */
  readonly lines: readonly string[];
  /** The record of a request that is done. */
  record(stage: StageFacts, served: Served): TraceRecord;
};

// More lines than a request can write; templates cannot log.
const linesMax = 200;

/** `hide` takes the secrets out of everything that the trace keeps. */
export function collectTrace(clock: Clock, hide?: HideSecrets): CollectingTrace {
  const startedAt = clock.nowMs();
  const startedMs = clock.monotonicMs();
  const elapsedMs = () => clock.monotonicMs() - startedMs;
  const steps: TraceStep[] = [];
  const open: OpenStep[] = [];
  // What is done between two steps prepares the later one and counts as its time, so that the steps add up to the whole.
  let doneMs = 0;
  const lines: string[] = [];

  // A step inside another one is counted once: by itself.
  function close(opened: OpenStep, state: TraceStep["state"]): void {
    const { step } = opened;
    const wholeMs = elapsedMs() - step.at;
    step.state = state;
    step.ms = Math.max(0, wholeMs - opened.innerMs);
    if (opened.outer === undefined) doneMs = step.at + wholeMs;
    else opened.outer.innerMs += wholeMs;
    const at = open.lastIndexOf(opened);
    if (at >= 0) open.splice(at, 1);
  }

  return {
    isKept: true,
    routed: () => undefined,
    lines,
    step<Value>(kind: StepKind, run: () => Value): Value {
      const step: TraceStep = { id: `${steps.length + 1}`, kind, state: "passed", at: 0, ms: 0 };
      const opened: OpenStep = { step, outer: open[open.length - 1], innerMs: 0 };
      step.at = opened.outer === undefined ? doneMs : elapsedMs();
      steps.push(step);
      open.push(opened);
      return runStep(run, (state, note) => {
        if (note !== undefined) step.note ??= hide?.(note) ?? note;
        close(opened, state);
      });
    },
    annotate(details: StepDetails): void {
      const step = open[open.length - 1]?.step ?? steps[steps.length - 1];
      if (step !== undefined) Object.assign(step, hide === undefined ? details : hideDetails(hide, details));
    },
    log(line: string): void {
      if (lines.length < linesMax) lines.push(`${logTime(clock.nowMs())} : ${hide === undefined ? line : hideInLine(hide, line)}`);
    },
    record(stage, { reply, facts }) {
      const ms = elapsedMs();
      const last = steps[steps.length - 1];
      if (last !== undefined) last.ms += Math.max(0, ms - doneMs);
      return {
        requestId: facts.requestId,
        apiId: stage.apiId,
        stage: stage.stageName,
        deploymentId: stage.deploymentId,
        canary: stage.isCanary === true,
        startedAt,
        ms,
        status: reply.status,
        ...(facts.refusal !== undefined && { reason: facts.refusal.reason, evidence: hideInValues(hide, facts.refusal.evidence) }),
        steps,
      };
    },
  };
}

function hideInLine(hide: HideSecrets, line: string): string {
  return line.endsWith(cutMark) ? hide(line.slice(0, -cutMark.length), true) + cutMark : hide(line);
}

function hideDetails(hide: HideSecrets, { in: before, out: after, note, ...details }: StepDetails): StepDetails {
  return {
    ...details,
    ...(before && { in: hideInMessage(hide, before) }),
    ...(after && { out: hideInMessage(hide, after) }),
    ...(note !== undefined && { note: hide(note) }),
  };
}

/** A step that still runs; what runs inside it is not its own time. */
type OpenStep = { step: TraceStep; outer: OpenStep | undefined; innerMs: number };

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
