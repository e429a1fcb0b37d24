"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { Ban, CheckCheck, ChevronLeft, ChevronRight, CircleAlert, CircleX, Monitor } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { lazyPart } from "@/components/ui/lazy-part";
import { plural } from "@/lib/client/format";
import { type LintFinding, type LintSeverity, lintRules } from "@/lib/definition/lint";
import type { MethodContext } from "@/lib/definition/method-context";
import type { Method } from "@/lib/definition/rest-api";
import type { TraceRecord, TraceStep } from "@/lib/definition/trace";
import { describeBoxes } from "./describe-boxes";
import { GateRow } from "./gate-row";
import type { Box } from "./use-workbench-url";

const MethodFindings = lazyPart(() => import("./method-findings").then((loaded) => loaded.MethodFindings), "Findings of the lint");

type Props = {
  apiId: string;
  method: Method;
  /** What stands around a method of the draft; what a deployment froze has nothing of it. */
  context?: UseQueryResult<MethodContext, Error>;
  selected: Box | null;
  onSelect: (box: Box) => void;
  trace: TraceRecord | undefined;
  dirty: boolean;
};

/** Request from left to right on the upper line, response from right to left on the lower one; the integration closes the loop. */
export function Diagram({ apiId, method, context, selected, onSelect, trace, dirty }: Props) {
  const descriptions = describeBoxes(method);
  const findings = context?.data?.findings ?? [];
  const boxOf = ({ place }: LintFinding) => (place.kind === "method" ? place.box : undefined);
  const box = (id: Box) => (
    <li style={{ gridArea: id }} className="flex">
      <DiagramBox
        box={descriptions[id]}
        selected={selected === id}
        onSelect={() => onSelect(id)}
        steps={stepsOf(trace, id)}
        findings={findings.filter((finding) => boxOf(finding) === id)}
      />
    </li>
  );
  return (
    <section aria-label="Method" className="@container flex flex-1 flex-col gap-3 overflow-auto p-4 [&>*]:shrink-0" data-region="diagram">
      {context ? (
        <GateRow
          apiId={apiId}
          method={method}
          context={context.data}
          error={context.error?.message}
          onRetry={() => void context.refetch()}
          trace={trace}
          onOpen={() => onSelect("method-request")}
        />
      ) : null}
      <ol aria-label="Flow of a call" className={flow}>
        <li
          style={{ gridArea: "client" }}
          className="flex items-center justify-center gap-2 rounded-md border border-line bg-sunken px-2 py-1.5 text-muted text-sm @min-[640px]:mr-3 @min-[640px]:flex-col"
        >
          <Monitor aria-hidden className="size-5" />
          Client
        </li>
        {box("method-request")}
        <Arrow area="a1" />
        {box("integration-request")}
        <Arrow area="a2" />
        {box("integration")}
        {box("integration-response")}
        <Arrow area="b2" back />
        {box("method-response")}
        <Arrow area="b1" back />
      </ol>
      <p className="text-muted text-sm">
        {dirty
          ? "Unsaved edits. They are kept in this browser until you save or discard them."
          : `Choose a box to ${context ? "edit" : "read"} it; [ and ] go through them in the order of the flow.`}
      </p>
      {findings.length > 0 ? (
        <MethodFindings apiId={apiId} findings={findings} titleOf={(finding) => descriptions[boxOf(finding) ?? "method-request"].title} />
      ) : null}
    </section>
  );
}

// Wide: out on the upper line, back on the lower one. Narrow: down on the left, up on the right.
const flow =
  "grid grid-cols-2 gap-2 [grid-template-areas:'client_client'_'method-request_method-response'_'integration-request_integration-response'_'integration_integration'] @min-[640px]:grid-cols-[auto_1fr_16px_1fr_16px_1fr] @min-[640px]:gap-x-0 @min-[640px]:[grid-template-areas:'client_method-request_a1_integration-request_a2_integration'_'client_method-response_b1_integration-response_b2_integration']";

function Arrow({ area, back = false }: { area: string; back?: boolean }) {
  return (
    <li aria-hidden style={{ gridArea: area }} className="hidden items-center justify-center text-line-strong @min-[640px]:flex">
      {back ? <ChevronLeft className="size-4" /> : <ChevronRight className="size-4" />}
    </li>
  );
}

const kindsOfBox: Record<Box, readonly TraceStep["kind"][]> = {
  "method-request": ["route", "policy", "authorizer", "key", "throttle", "validate"],
  "integration-request": ["map-request", "template-request"],
  integration: ["integration"],
  "integration-response": ["select", "map-response", "template-response"],
  "method-response": ["method-response", "gateway-response"],
};

function stepsOf(trace: TraceRecord | undefined, box: Box): TraceStep[] {
  return trace?.steps.filter((step) => kindsOfBox[box].includes(step.kind)) ?? [];
}

type BoxProps = {
  box: ReturnType<typeof describeBoxes>[Box];
  selected: boolean;
  onSelect: () => void;
  steps: readonly TraceStep[];
  findings: readonly LintFinding[];
};

/** Errors and warnings of the lint; notes are no reason to stop at a box. */
function countMarks(findings: readonly LintFinding[]) {
  const count = (severity: LintSeverity) => findings.filter(({ rule }) => lintRules[rule].severity === severity).length;
  return { errors: count("error"), warnings: count("warning") };
}

function DiagramBox({ box, selected, onSelect, steps, findings }: BoxProps) {
  const { errors, warnings } = countMarks(findings);
  const marks = [errors > 0 ? plural(errors, "error") : "", warnings > 0 ? plural(warnings, "warning") : ""].filter(Boolean).join(", ");
  const failed = steps.some((step) => step.state === "failed");
  const ms = steps.reduce((sum, step) => sum + step.ms, 0);
  const name = [
    box.title,
    box.lines.join(", "),
    [box.problem, marks].filter(Boolean).join(", ") || (box.disabled ? "not used" : "ok"),
    failed ? "failed in the last test" : "",
  ]
    .filter(Boolean)
    .join(", ");
  return (
    <button
      type="button"
      aria-pressed={selected}
      aria-label={name}
      onClick={onSelect}
      className={cn(
        "flex min-h-20 w-full flex-col items-start gap-1 rounded-md border bg-raised p-2.5 text-left transition-colors",
        selected ? "border-accent ring-1 ring-accent" : "border-line hover:border-line-strong",
        box.disabled && "bg-sunken text-muted",
        failed && "border-error",
      )}
    >
      <span className="flex w-full items-center gap-1.5 font-semibold [&_svg]:size-4 [&_svg]:shrink-0">
        {errors > 0 ? (
          <CircleX aria-hidden className="text-error" />
        ) : box.disabled && warnings === 0 ? (
          <Ban aria-hidden className="text-muted" />
        ) : box.problem || failed || warnings > 0 ? (
          <CircleAlert aria-hidden className="text-warn" />
        ) : (
          <CheckCheck aria-hidden className="text-ok" />
        )}
        {box.title}
        {steps.length > 0 ? (
          <span className={cn("ml-auto font-normal text-xs", failed ? "text-error" : "text-muted")}>
            {failed ? "failed" : `${ms.toFixed(1)} ms`}
          </span>
        ) : null}
      </span>
      {box.lines.map((line) => (
        <span key={line} className="line-clamp-2 break-all text-muted text-sm">
          {line}
        </span>
      ))}
      {box.problem ? <span className="text-sm text-warn">{box.problem}</span> : null}
      {marks ? <span className={cn("text-sm", errors > 0 ? "text-error" : "text-warn")}>{marks}</span> : null}
    </button>
  );
}
