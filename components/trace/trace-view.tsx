"use client";
import { ChevronRight, CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { TextDiff } from "@/components/diff/text-diff";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { formatMs } from "@/lib/client/format";
import type { MessageView, StepKind, TraceRecord, TraceStep } from "@/lib/definition/trace";
import { HeaderTable } from "./header-table";
import { WhyCard } from "./why-card";

export const stepNames = {
  domain: "Domain",
  mapping: "Mapping",
  stage: "Stage",
  canary: "Canary",
  route: "Route",
  policy: "Resource policy",
  filter: "Request filter",
  authorizer: "Authorizer",
  scope: "Scopes",
  key: "API key",
  plan: "Usage plan",
  throttle: "Throttle",
  validate: "Validation",
  "cache-read": "Cache read",
  "map-request": "Request mapping",
  "template-request": "Request template",
  integration: "Integration",
  select: "Response selection",
  "map-response": "Response mapping",
  "template-response": "Response template",
  "method-response": "Method response",
  "cache-write": "Cache write",
  "gateway-response": "Gateway response",
  log: "Log",
} as const satisfies Record<StepKind, string>;

const states = {
  passed: { icon: <CircleCheck role="img" aria-label="passed" className="text-ok" />, text: "" },
  skipped: { icon: <CircleDashed role="img" aria-label="skipped" className="text-muted" />, text: "text-muted" },
  failed: { icon: <CircleX role="img" aria-label="failed" className="text-error" />, text: "" },
} as const;

type Props = {
  apiId: string;
  trace: TraceRecord;
  step: string | null;
  onStep: (step: string | null) => void;
  /** The method that was called, where the screen knows it. */
  route?: { method: string; resourcePath: string } | undefined;
};

/** Every step of a request in order, with a bar of its time; a step opens to what went in, what came out and the difference. */
export function TraceView({ apiId, trace, step, onStep, route }: Props) {
  return (
    <div className="flex flex-col gap-3">
      {trace.reason ? (
        <WhyCard
          reason={trace.reason}
          status={trace.status}
          evidence={trace.evidence ?? {}}
          place={{ apiId, stage: trace.stage, ...route }}
        />
      ) : null}
      <ol aria-label="Steps" className="divide-y divide-line rounded-md border border-line bg-raised">
        {trace.steps.map((each) => (
          <StepRow key={each.id} step={each} total={trace.ms} open={each.id === step} onToggle={(open) => onStep(open ? each.id : null)} />
        ))}
      </ol>
      <p className="text-muted text-sm">
        {formatMs(trace.ms)} in total, {formatMs(trace.steps.reduce((sum, each) => sum + each.ms, 0))} in these steps.
      </p>
    </div>
  );
}

function StepRow({ step, total, open, onToggle }: { step: TraceStep; total: number; open: boolean; onToggle: (open: boolean) => void }) {
  const width = total > 0 ? Math.max(1, (step.ms / total) * 100) : 0;
  const left = total > 0 ? Math.min(99, (step.at / total) * 100) : 0;
  return (
    <li id={`step-${step.id}`}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onToggle(!open)}
        className={cn(
          "grid min-h-9 w-full grid-cols-[16px_16px_160px_1fr_72px] items-center gap-2 px-2 text-left outline-offset-[-2px] hover:bg-hover [&_svg]:size-4",
          states[step.state].text,
        )}
      >
        <ChevronRight aria-hidden className={cn("size-3.5! text-muted transition-transform", open && "rotate-90")} />
        {states[step.state].icon}
        <span className="truncate font-medium">{stepNames[step.kind]}</span>
        <span className="relative h-1.5 rounded bg-sunken" aria-hidden>
          <span
            className={cn("absolute h-full rounded", step.state === "failed" ? "bg-error" : "bg-accent")}
            style={{ left: `${left}%`, width: `${Math.min(width, 100 - left)}%` }}
          />
        </span>
        <span className="text-right text-muted text-sm tabular-nums">{step.state === "skipped" ? "skipped" : formatMs(step.ms)}</span>
        {step.note ? <span className="col-span-5 truncate pb-1 pl-10 text-muted text-sm">{step.note}</span> : null}
      </button>
      {open ? <StepBody step={step} /> : null}
    </li>
  );
}

function StepBody({ step }: { step: TraceStep }) {
  const changed = step.in?.body !== undefined && step.out?.body !== undefined && step.in.body !== step.out.body;
  return (
    <div className="flex flex-col gap-3 border-line border-t bg-sunken p-3">
      {step.note ? <p className="break-words">{step.note}</p> : null}
      {step.in === undefined && step.out === undefined && !step.note ? <p className="text-muted">Nothing was changed here.</p> : null}
      <div className={cn("grid gap-3", step.in && step.out ? "lg:grid-cols-2" : "")}>
        {step.in ? <Message title="Before" message={step.in} /> : null}
        {step.out ? <Message title="After" message={step.out} /> : null}
      </div>
      {changed ? (
        <section aria-label="Difference of the bodies">
          <h3 className="mb-1 font-medium">Difference</h3>
          <TextDiff from={indent(step.in?.body ?? "")} to={indent(step.out?.body ?? "")} />
        </section>
      ) : null}
      {step.config ? (
        <p className="text-muted text-sm">Configured at {step.config.path ?? `${step.config.entity} ${step.config.id}`}</p>
      ) : null}
    </div>
  );
}

/** JSON is compared with line breaks, so that the difference is a line and not the whole text. */
function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Message({ title, message }: { title: string; message: MessageView }) {
  const head = [message.method, message.url, message.status].filter((part) => part !== undefined).join(" ");
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1">
      <h3 className="font-medium">{title}</h3>
      {head ? <code className="break-all">{head}</code> : null}
      {message.headers && message.headers.length > 0 ? <HeaderTable headers={message.headers} /> : null}
      {message.body !== undefined && message.body !== "" ? (
        <div className="relative">
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
            tabIndex={0}
            className="max-h-72 overflow-auto whitespace-pre-wrap break-all rounded border border-line bg-raised p-2 pr-8 text-sm"
          >
            {message.body}
          </pre>
          <CopyButton text={message.body} label={`Copy the body ${title.toLowerCase()}`} className="absolute top-1 right-1" />
        </div>
      ) : null}
      {message.bodyIsOmitted ? <p className="text-muted text-sm">The body was not kept: the stage logs no data of this method.</p> : null}
      {message.bodyBytes !== undefined ? <p className="text-muted text-sm">Cut; the whole body has {message.bodyBytes} bytes.</p> : null}
    </section>
  );
}
