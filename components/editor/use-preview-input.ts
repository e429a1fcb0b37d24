"use client";
import { useMemo, useState } from "react";
import type { TemplateInput } from "@/lib/vtl/run";
import { defaultSampleText, parseSampleText, type SampleProblems, type SampleSide, type SampleText } from "@/lib/vtl/sample-input";
import { dropPreviewText, readPreviewText, writePreviewText } from "./preview-memory";

export type PreviewInput = {
  text: SampleText;
  input: TemplateInput;
  problems: SampleProblems;
  change: (part: Partial<SampleText>) => void;
  /** Back to the default; missing while it is the default. */
  reset?: () => void;
};

type Options = { key: string; side: SampleSide; sampleBody?: unknown };

/** The input of one template's preview; what the user changes is remembered in this tab. */
export function usePreviewInput({ key, side, sampleBody }: Options): PreviewInput {
  const [own, setOwn] = useState(() => (typeof window === "undefined" ? undefined : readPreviewText(key)));
  const body = typeof sampleBody === "string" || sampleBody === undefined ? sampleBody : JSON.stringify(sampleBody, null, 2);
  const text = useMemo(() => own ?? defaultSampleText(side, body), [own, side, body]);
  const parsed = useMemo(() => parseSampleText(text), [text]);
  function change(part: Partial<SampleText>) {
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
