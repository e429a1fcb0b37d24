import type { MessageView, TraceRecord } from "../definition/trace.ts";
import { collectTrace } from "./collect-trace.ts";
import type { Exchange } from "./exchange.ts";
import type { HideSecrets } from "./hide-secrets.ts";
import type { Clock, Served } from "./ports.ts";
import type { StageLogging } from "./stage-logging.ts";
import type { Trace } from "./trace.ts";

/** What the execution log keeps of one request. */
export type LoggedExecution = { trace: TraceRecord; lines: string[] };

/** The trace of traffic on a stage with an execution log: it ends at the route for methods that are not logged. */
export type LoggingTrace = Trace & {
  /** Undefined when the level keeps nothing of this request. */
  finish(served: Served): LoggedExecution | undefined;
};

export function loggingTrace(clock: Clock, logging: StageLogging, hide?: HideSecrets): LoggingTrace {
  const collected = collectTrace(clock, hide);
  let isKept = true;
  return {
    get isKept() {
      return isKept;
    },
    routed(route) {
      isKept = logging.of(route).level !== "OFF";
    },
    step: (kind, run) => (isKept ? collected.step(kind, run) : run()),
    annotate: (details) => collected.annotate(details),
    log: (line) => collected.log(line),
    finish(served) {
      if (!isWanted(logging, served)) return undefined;
      return executionOf(logging, served, { trace: collected.record(served.exchange.stage, served), lines: collected.lines });
    },
  };
}

/** What the execution log keeps of a request whose trace is known whole; undefined when it keeps nothing. */
export function executionOf(
  logging: StageLogging,
  served: Served,
  { trace, lines }: { trace: TraceRecord; lines: readonly string[] },
): LoggedExecution | undefined {
  if (!isWanted(logging, served)) return undefined;
  const { level, hasData } = logging.of(served.exchange.route);
  const kept = level === "ERROR" ? errorLines(lines) : infoLines(lines, { hasData });
  return { trace: hasData ? trace : withoutBodies(trace), lines: [extendedIdLine(served.exchange, lines), ...kept] };
}

function withoutBodies(trace: TraceRecord): TraceRecord {
  const steps = trace.steps.map(({ in: before, out: after, ...step }) => ({
    ...step,
    ...(before && { in: omitBody(before) }),
    ...(after && { out: omitBody(after) }),
  }));
  return { ...trace, steps };
}

function omitBody({ body, bodyBytes: _, bodyIsBase64: __, ...head }: MessageView): MessageView {
  return body === undefined || body === "" ? head : { ...head, bodyIsOmitted: true };
}

function isWanted(logging: StageLogging, { exchange, facts, reply }: Served): boolean {
  const { level } = logging.of(exchange.route);
  return level === "INFO" || (level === "ERROR" && (facts.refusal !== undefined || reply.status >= 500));
}

const textOf = (line: string) => line.slice(line.indexOf(" : ") + 3);

// Requests and answers, ours and the backend's, are data; the rest says how far the execution came.
const dataLine =
  /^(Method request (path|query string|headers|body)|Endpoint (request|response) |Sending request to |Received response\. |Method response )/;

function infoLines(lines: readonly string[], { hasData }: { hasData: boolean }): string[] {
  return lines.filter((line) => hasData || !dataLine.test(textOf(line)));
}

const progressLine = /^(Starting execution|HTTP Method|Successfully completed|Method completed)/;

function errorLines(lines: readonly string[]): string[] {
  return lines.filter((line) => !dataLine.test(textOf(line)) && !progressLine.test(textOf(line)));
}

/** Deployed traffic names its second id first; tests of methods have none. */
function extendedIdLine({ extendedRequestId }: Exchange, lines: readonly string[]): string {
  const time = lines[0]?.slice(0, lines[0].indexOf(" : ")) ?? "";
  return `${time} : Extended Request Id: ${extendedRequestId}`;
}
