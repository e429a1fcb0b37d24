"use client";
import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import type { TestResult } from "@/lib/client/operations";
import type { Assertion } from "@/lib/definition/saved-request";
import { listValues } from "./list-values";

type Props = { result: TestResult; onAssert: (assertion: Assertion) => void };

/** Takes a value of the answer as what answers have to have. */
export function AssertValue({ result, onAssert }: Props) {
  const choices: { label: string; assertion: Assertion }[] = [
    { label: `status ${result.status}`, assertion: { kind: "status", name: "", value: String(result.status) } },
    ...listValues(result.bodyIsBase64 ? "" : result.body).map(({ path, json }) => ({
      label: `${path} = ${json}`,
      assertion: { kind: "json", name: path, value: json } as const,
    })),
    ...result.headers.map(([name, value]) => ({ label: `${name}: ${value}`, assertion: { kind: "header", name, value } as const })),
  ];
  const distinct = [...new Map(choices.map((choice) => [choice.label, choice])).values()];
  return (
    <Menu
      align="end"
      label="Values of the answer"
      items={distinct.map(({ label, assertion }) => ({ label, onSelect: () => onAssert(assertion) }))}
      trigger={
        <Button size="sm">
          <Plus aria-hidden /> Assert a value
        </Button>
      }
    />
  );
}
