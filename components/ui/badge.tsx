import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  neutral: "bg-sunken text-muted border-line",
  ok: "bg-ok-bg text-ok border-ok/25",
  warn: "bg-warn-bg text-warn border-warn/25",
  error: "bg-error-bg text-error border-error/25",
  info: "bg-info-bg text-info border-info/25",
  accent: "bg-accent-bg text-accent border-accent/25",
} as const;
export type Tone = keyof typeof tones;

type Props = { tone?: Tone; className?: string; title?: string; children: ReactNode };

export function Badge({ tone = "neutral", className, title, children }: Props) {
  return (
    <span
      title={title}
      className={cn(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded border px-1.5 font-medium text-xs [&_svg]:size-3",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

const verbTones: Record<string, string> = {
  GET: "text-info bg-info-bg",
  POST: "text-ok bg-ok-bg",
  PUT: "text-warn bg-warn-bg",
  PATCH: "text-violet bg-violet-bg",
  DELETE: "text-error bg-error-bg",
};

/** An HTTP verb: colour and word, never colour alone. */
export function Verb({ verb, className }: { verb: string; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-[18px] min-w-9 items-center justify-center rounded-[4px] px-1 font-mono font-semibold text-[10.5px] leading-none",
        verbTones[verb] ?? "bg-hover text-muted",
        className,
      )}
    >
      {verb === "DELETE" ? "DEL" : verb === "OPTIONS" ? "OPT" : verb}
    </span>
  );
}
