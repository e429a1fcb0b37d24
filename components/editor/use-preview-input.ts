"use client";
import { useMemo, useState } from "react";
import type { TemplateInput } from "@/lib/vtl/run";
import { defaultPreviewText, type PreviewProblems, type PreviewSide, type PreviewText, parsePreviewText } from "./preview-input";
import { dropPreviewText, readPreviewText, writePreviewText } from "./preview-memory";

export type PreviewInput = {
  text: PreviewText;
  input: TemplateInput;
  problems: PreviewProblems;
  change: (part: Partial<PreviewText>) => void;
  /** Back to the default; missing while it is the default. */
  reset?: () => void;
};

type Options = { key: string; side: PreviewSide; sample?: Partial<PreviewText> | undefined; sampleBody?: unknown };

/** The input of one template's preview; what the user changes is remembered in this tab. */
export function usePreviewInput({ key, side, sample, sampleBody }: Options): PreviewInput {
  const [own, setOwn] = useState(() => (typeof window === "undefined" ? undefined : readPreviewText(key)));
  const body = typeof sampleBody === "string" || sampleBody === undefined ? sampleBody : JSON.stringify(sampleBody, null, 2);
  const text = useMemo(() => own ?? { ...defaultPreviewText(side, body), ...sample }, [own, side, body, sample]);
  const parsed = useMemo(() => parsePreviewText(text), [text]);
  function change(part: Partial<PreviewText>) {
    const next = { ...text, ...part };
    setOwn(next);
    writePreviewText(key, next);
  }
  function reset() {
    dropPreviewText(key);
    setOwn(undefined);
  }
  return { text, ...parsed, change, ...(own === undefined ? {} : { reset }) };
}
