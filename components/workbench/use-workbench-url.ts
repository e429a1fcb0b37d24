"use client";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { httpVerbs } from "@/lib/definition/http-verbs";

export const boxes = ["method-request", "integration-request", "integration", "integration-response", "method-response"] as const;
export type Box = (typeof boxes)[number];

export const inspectorTabs = ["form", "json", "history", "copy"] as const;

const parsers = {
  /** Path of the chosen resource. */
  node: parseAsString,
  method: parseAsStringLiteral(httpVerbs),
  box: parseAsStringLiteral(boxes),
  tab: parseAsStringLiteral(inspectorTabs).withDefault("form"),
  dock: parseAsBoolean.withDefault(false),
  /** Request id of the test that is shown, and the step of its trace that is open. */
  run: parseAsString,
  step: parseAsString,
};

/** What the workbench shows, as the address says it; bad values fall back. */
export function useWorkbenchUrl() {
  return useQueryStates(parsers, { history: "push", shallow: true });
}
