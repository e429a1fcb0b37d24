"use client";
import { useEffect, useRef, useState } from "react";
import type { TemplateQuestion } from "./template-check";
import { type CheckState, createTemplateChecker, type TemplateChecker } from "./template-checker";

/** Problems and preview of a template, from a worker of its own; asks again when the question is another one. */
export function useTemplateCheck(question: TemplateQuestion): CheckState {
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
  useEffect(() => checker.current?.ask(question), [question]);
  return state;
}
