"use client";
import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { STEPS_MAX } from "@/lib/vtl/trace-template";
import { countPositions, findPosition } from "./debug-position";
import { DebugSteps } from "./debug-steps";
import type { DebugStep, DebugTrace } from "./debug-template";
import { DebugVariables } from "./debug-variables";
import type { EditorHandle } from "./editor-handle";
import { ScrollText } from "./scroll-text";
import type { CheckState } from "./template-checker";

type Props = { label: string; check: CheckState; handle: EditorHandle | undefined };

/** Runs the template step by step, forward and back: where it is, its variables, and the output so far. */
export function TemplateDebug({ label, check, handle }: Props) {
  if (check.kind === "failed") return <p className="text-muted">No steps: {check.title}</p>;
  const trace = check.kind === "answered" ? check.answer.trace : undefined;
  if (trace === undefined) return <Skeleton className="h-24" />;
  if (trace.steps.length === 0) return <NoSteps trace={trace} />;
  return <Stepper label={label} trace={trace} handle={handle} />;
}

function NoSteps({ trace: { error } }: { trace: DebugTrace }) {
  if (error === undefined)
    return <p className="text-muted">There is nothing to step through: the template has neither directives nor references.</p>;
  return (
    <Alert tone="error" title={`The template fails in line ${error.line}, column ${error.column}.`}>
      <code>{error.message}</code>
    </Alert>
  );
}

function Stepper({ label, trace, handle }: { label: string; trace: DebugTrace; handle: EditorHandle | undefined }) {
  const [wanted, setWanted] = useState(0);
  const last = countPositions(trace) - 1;
  const at = Math.min(wanted, last);
  const { step, output, newFrom, variables } = useMemo(() => findPosition(trace, at), [trace, at]);
  useEffect(() => {
    handle?.mark(step && markOf(step));
    return () => handle?.mark(undefined);
  }, [handle, step]);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-1">
        <StepButton label="First step" icon={<ChevronFirst />} disabled={at === 0} onClick={() => setWanted(0)} />
        <StepButton label="Step back" icon={<ChevronLeft />} disabled={at === 0} onClick={() => setWanted(at - 1)} />
        <StepButton label="Step forward" icon={<ChevronRight />} disabled={at === last} onClick={() => setWanted(at + 1)} />
        <StepButton label="Last step" icon={<ChevronLast />} disabled={at === last} onClick={() => setWanted(last)} />
        <input
          type="range"
          aria-label={`Step of ${label}`}
          aria-valuetext={step ? `Step ${at + 1} of ${trace.steps.length}, line ${step.start.line}` : "The end"}
          min={0}
          max={last}
          value={at}
          onChange={(event) => setWanted(Number(event.target.value))}
          className="min-w-16 flex-1 accent-accent"
        />
      </div>
      <output aria-live="polite" className="text-sm">
        {step ? describeStep(step, at, trace) : <EndOf trace={trace} />}
      </output>
      {trace.isCut ? <Alert tone="warn">The first {STEPS_MAX.toLocaleString("en")} steps are kept; the template takes more.</Alert> : null}
      <DebugSteps label={label} steps={trace.steps} at={at} onChoose={setWanted} />
      <DebugVariables variables={variables} />
      <div className="flex flex-col gap-1">
        <p className="font-medium">Output so far</p>
        <ScrollText label={`Output so far of ${label}`} className="max-h-48 min-h-12">
          {output === "" ? <span className="text-muted">Nothing yet.</span> : output.slice(0, newFrom)}
          {newFrom < output.length ? <mark className="rounded-sm bg-accent-bg text-fg">{output.slice(newFrom)}</mark> : null}
        </ScrollText>
      </div>
    </div>
  );
}

function describeStep(step: DebugStep, at: number, { steps }: DebugTrace): string {
  const turns = step.turns.map((turn) => turn + 1).join(" › ");
  return `Step ${at + 1} of ${steps.length}: line ${step.start.line}${turns === "" ? "" : `, loop turn ${turns}`}`;
}

function EndOf({ trace: { steps, error } }: { trace: DebugTrace }) {
  if (error === undefined) return <>The end, after {steps.length} steps</>;
  return (
    <span className="text-error">
      It fails in line {error.line}: <code>{error.message}</code>
    </span>
  );
}

// A block is marked by its first line.
function markOf({ start, end }: DebugStep): { line: number; column: number; endColumn: number } {
  return { ...start, endColumn: end.line === start.line ? end.column : Number.MAX_SAFE_INTEGER };
}

type StepButtonProps = { label: string; icon: ReactNode; disabled: boolean; onClick: () => void };

function StepButton({ label, icon, disabled, onClick }: StepButtonProps) {
  // A disabled button would lose the focus at the end of the way.
  return (
    <Button look="secondary" size="icon" aria-label={label} title={label} aria-disabled={disabled} onClick={() => disabled || onClick()}>
      {icon}
    </Button>
  );
}
