"use client";
import { Ban, CheckCheck, ChevronRight, CircleAlert } from "lucide-react";
import { Fragment } from "react";
import { cn } from "@/components/ui/cn";
import type { FlowBox, FlowBoxText } from "./route-flow";

type Props = {
  boxes: readonly FlowBox[];
  texts: Partial<Record<FlowBox, FlowBoxText>>;
  selected: FlowBox;
  onSelect: (box: FlowBox) => void;
};

/** The boxes of a route in the order of a call. */
export function RouteDiagram({ boxes, texts, selected, onSelect }: Props) {
  return (
    <section aria-label="Route" className="@container flex flex-1 flex-col gap-3 overflow-auto p-4" data-region="diagram">
      <ol aria-label="Flow of a call" className="flex flex-col gap-2 @min-[720px]:flex-row @min-[720px]:items-stretch @min-[720px]:gap-0">
        {boxes.map((box, index) => {
          const text = texts[box];
          if (text === undefined) return null;
          return (
            <Fragment key={box}>
              {index === 0 ? null : (
                <li aria-hidden className="hidden items-center px-0.5 text-line-strong @min-[720px]:flex">
                  <ChevronRight className="size-4" />
                </li>
              )}
              <li className="flex min-w-0 flex-1">
                <DiagramBox text={text} isSelected={box === selected} onSelect={() => onSelect(box)} />
              </li>
            </Fragment>
          );
        })}
      </ol>
      <p className="text-muted text-sm">Choose a box to edit it; [ and ] go through them in the order of the flow.</p>
    </section>
  );
}

function DiagramBox({ text, isSelected, onSelect }: { text: FlowBoxText; isSelected: boolean; onSelect: () => void }) {
  const name = [text.title, text.lines.join(", "), text.problem ?? (text.disabled ? "not used" : "ok")].join(", ");
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      aria-label={name}
      onClick={onSelect}
      className={cn(
        "flex min-h-20 w-full flex-col items-start gap-1 rounded-md border bg-raised p-2.5 text-left transition-colors",
        isSelected ? "border-accent ring-1 ring-accent" : "border-line hover:border-line-strong",
        text.disabled && "bg-sunken text-muted",
      )}
    >
      <span className="flex w-full items-center gap-1.5 font-semibold [&_svg]:size-4 [&_svg]:shrink-0">
        {text.disabled ? (
          <Ban aria-hidden className="text-muted" />
        ) : text.problem ? (
          <CircleAlert aria-hidden className="text-warn" />
        ) : (
          <CheckCheck aria-hidden className="text-ok" />
        )}
        {text.title}
      </span>
      {text.lines.map((line) => (
        <span key={line} className="line-clamp-2 break-all text-muted text-sm">
          {line}
        </span>
      ))}
      {text.problem ? <span className="text-sm text-warn">{text.problem}</span> : null}
    </button>
  );
}
