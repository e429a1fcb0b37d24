"use client";
import { Ban, CheckCheck, ChevronLeft, ChevronRight, CircleAlert, Monitor } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { Method } from "@/lib/definition/rest-api";
import type { TraceRecord, TraceStep } from "@/lib/definition/trace";
import { describeBoxes } from "./describe-boxes";
import type { Box } from "./use-workbench-url";

type Props = { method: Method; selected: Box | null; onSelect: (box: Box) => void; trace: TraceRecord | undefined; dirty: boolean };

/** Request from left to right on the upper line, response from right to left on the lower one; the integration closes the loop. */
export function Diagram({ method, selected, onSelect, trace, dirty }: Props) {
  const descriptions = describeBoxes(method);
  const box = (id: Box) => (
    <DiagramBox key={id} box={descriptions[id]} selected={selected === id} onSelect={() => onSelect(id)} steps={stepsOf(trace, id)} />
  );
  return (
    <section aria-label="Method" className="flex flex-1 flex-col gap-3 overflow-auto p-4" data-region="diagram">
      <ol aria-label="Flow of a call" className="grid min-w-[620px] grid-cols-[76px_1fr_20px_1fr_20px_1fr] items-stretch gap-y-2">
        <li className="row-span-2 mr-3 flex flex-col items-center justify-center gap-1 rounded-md border border-line bg-sunken text-muted text-sm">
          <Monitor aria-hidden className="size-5" />
          Client
        </li>
        <li>{box("method-request")}</li>
        <Arrow />
        <li>{box("integration-request")}</li>
        <Arrow />
        <li className="row-span-2 flex">{box("integration")}</li>
        <li className="col-start-2">{box("method-response")}</li>
        <Arrow back />
        <li>{box("integration-response")}</li>
        <Arrow back />
      </ol>
      <p className="text-muted text-sm">
        {dirty
          ? "Unsaved edits. They are kept in this browser until you save or discard them."
          : "Choose a box to edit it; [ and ] go through them in the order of the flow."}
      </p>
    </section>
  );
}

function Arrow({ back = false }: { back?: boolean }) {
  return (
    <li aria-hidden className="flex items-center justify-center text-line-strong">
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

type BoxProps = { box: ReturnType<typeof describeBoxes>[Box]; selected: boolean; onSelect: () => void; steps: readonly TraceStep[] };

function DiagramBox({ box, selected, onSelect, steps }: BoxProps) {
  const failed = steps.some((step) => step.state === "failed");
  const ms = steps.reduce((sum, step) => sum + step.ms, 0);
  const name = [box.title, box.lines.join(", "), box.problem ?? (box.disabled ? "not used" : "ok"), failed ? "failed in the last test" : ""]
    .filter(Boolean)
    .join(", ");
  return (
    <button
      type="button"
      aria-pressed={selected}
      aria-label={name}
      onClick={onSelect}
      className={cn(
        "flex h-full min-h-24 w-full flex-col items-start gap-1 rounded-md border bg-raised p-2.5 text-left transition-colors",
        selected ? "border-accent ring-1 ring-accent" : "border-line hover:border-line-strong",
        box.disabled && "bg-sunken text-muted",
        failed && "border-error",
      )}
    >
      <span className="flex w-full items-center gap-1.5 font-semibold [&_svg]:size-4">
        {box.disabled ? (
          <Ban aria-hidden className="text-muted" />
        ) : box.problem || failed ? (
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
    </button>
  );
}
