"use client";
import { useEffect, useRef, useState } from "react";
import type { TemplateInput } from "@/lib/vtl/run";
import { type CheckState, createTemplateChecker, type TemplateChecker } from "./template-checker";

type Question = { text: string; contentType: string; input: TemplateInput };

/** Problems and preview of a template, from a worker of its own. */
export function useTemplateCheck({ text, contentType, input }: Question): CheckState {
  const [state, setState] = useState<CheckState>({ kind: "waiting" });
  const checker = useRef<TemplateChecker>(undefined);
  useEffect(() => {
    const own = createTemplateChecker({
      createWorker: () => new Worker(new URL("./template.worker.ts", import.meta.url), { type: "module" }),
      onState: setState,
    });
    checker.current = own;
    return () => own.close();
  }, []);
  useEffect(() => checker.current?.ask({ text, contentType, input }), [text, contentType, input]);
  return state;
}
