"use client";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { lazyPart } from "@/components/ui/lazy-part";
import type { MethodOnStage } from "@/lib/definition/method-context";
import type { HttpVerb } from "@/lib/definition/rest-api";

const MethodOnStageDialog = lazyPart(() => import("./method-on-stage-dialog").then((loaded) => loaded.MethodOnStageDialog));

const states = {
  same: { word: "same", tone: "text-ok" },
  differs: { word: "differs", tone: "text-warn" },
  absent: { word: "not there", tone: "text-muted" },
} as const;

/** As many stages as fit beside the title; the others are named by the chip of the draft. */
const chipsMax = 3;

type Props = { apiId: string; path: string; verb: HttpVerb; stages: readonly MethodOnStage[] };

/** What stages serve of a method against the saved draft; the chip of one that differs shows the difference. */
export function LiveChips({ apiId, path, verb, stages }: Props) {
  const [opened, setOpened] = useState<string>();
  // What lags behind comes first.
  const ordered = [...stages].sort((a, b) => Number(a.state === "same") - Number(b.state === "same"));
  const shown = ordered.slice(0, chipsMax);
  if (shown.length === 0) return null;
  return (
    <ul aria-label="Live on" className="ml-auto flex min-w-0 shrink items-center gap-1 overflow-hidden">
      {shown.map(({ stageName, state }) => {
        const chip = (
          <>
            <span className="max-w-24 truncate">{stageName}</span>
            <span className={states[state].tone}>{states[state].word}</span>
          </>
        );
        const look = "inline-flex h-6 items-center gap-1 whitespace-nowrap rounded border border-line px-1.5 text-xs";
        return (
          <li key={stageName}>
            {state === "differs" ? (
              <button type="button" className={cn(look, "hover:bg-hover")} onClick={() => setOpened(stageName)}>
                {chip}
              </button>
            ) : (
              <span className={look}>{chip}</span>
            )}
          </li>
        );
      })}
      {ordered.length > shown.length ? <li className="text-muted text-xs">and {ordered.length - shown.length} more</li> : null}
      {opened === undefined ? null : (
        <MethodOnStageDialog apiId={apiId} path={path} verb={verb} stageName={opened} onClose={() => setOpened(undefined)} />
      )}
    </ul>
  );
}
