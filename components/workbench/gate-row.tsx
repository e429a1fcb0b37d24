"use client";
import { CircleAlert, CircleCheck, CircleDashed, CircleDot } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { MethodContext } from "@/lib/definition/method-context";
import type { Method } from "@/lib/definition/rest-api";
import type { TraceRecord } from "@/lib/definition/trace";
import { describeGates, type Gate } from "./describe-gates";

type Props = {
  apiId: string;
  method: Method;
  context: MethodContext | undefined;
  error: string | undefined;
  onRetry: () => void;
  trace: TraceRecord | undefined;
  /** Opens the form that has the gates which the method itself decides about. */
  onOpen: () => void;
};

/** What a request passes before its method request, in that order. */
export function GateRow({ apiId, method, context, error, onRetry, trace, onOpen }: Props) {
  if (error !== undefined && context === undefined)
    return (
      <p role="alert" className="flex items-center gap-2 text-error text-sm">
        Could not read what calls pass first: {error}
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      </p>
    );
  return (
    <ol aria-label="Gates before the method request" className="flex min-h-6 flex-wrap gap-1.5">
      {(context === undefined ? [] : describeGates(apiId, method, context)).map((gate) => (
        <li key={gate.title}>
          <GateChip gate={gate} outcome={outcomeOf(gate, trace)} onOpen={onOpen} />
        </li>
      ))}
    </ol>
  );
}

type Outcome = { state: "passed" | "failed"; ms: number } | undefined;

function outcomeOf(gate: Gate, trace: TraceRecord | undefined): Outcome {
  const steps = trace?.steps.filter(({ kind, state }) => gate.steps.includes(kind) && state !== "skipped") ?? [];
  if (steps.length === 0) return undefined;
  return {
    state: steps.some(({ state }) => state === "failed") ? "failed" : "passed",
    ms: steps.reduce((sum, { ms }) => sum + ms, 0),
  };
}

function GateChip({ gate, outcome, onOpen }: { gate: Gate; outcome: Outcome; onOpen: () => void }) {
  const failed = outcome?.state === "failed";
  const told = outcome === undefined ? "" : failed ? "failed in the last test" : `passed in the last test, ${outcome.ms.toFixed(1)} ms`;
  const content = (
    <Fragment>
      {failed ? (
        <CircleAlert aria-hidden className="text-error" />
      ) : outcome ? (
        <CircleCheck aria-hidden className="text-ok" />
      ) : gate.isOpen ? (
        <CircleDashed aria-hidden />
      ) : (
        <CircleDot aria-hidden className="text-accent" />
      )}
      <span className="font-medium">{gate.title}</span>
      <span className="max-w-40 truncate">{gate.summary}</span>
    </Fragment>
  );
  const props = {
    className: cn(
      "inline-flex h-6 items-center gap-1 rounded-md border px-1.5 text-xs transition-colors hover:bg-hover [&_svg]:size-3",
      gate.isOpen ? "border-line border-dashed text-muted" : "border-line-strong bg-raised",
      failed && "border-error border-solid",
    ),
    "aria-label": [gate.title, gate.summary, told].filter(Boolean).join(", "),
    title: told === "" ? undefined : told,
  };
  return gate.href === undefined ? (
    <button type="button" onClick={onOpen} {...props}>
      {content}
    </button>
  ) : (
    <Link href={gate.href} {...props}>
      {content}
    </Link>
  );
}
