"use client";
import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input, NativeSelect } from "@/components/ui/field";
import { assertionKinds } from "@/lib/definition/assertion-kinds";
import type { Assertion } from "@/lib/definition/saved-request";

const kindNames: Record<Assertion["kind"], string> = {
  status: "Status is",
  header: "Header is",
  json: "JSON path is",
  contains: "Body contains",
};
const namePlaceholders: Partial<Record<Assertion["kind"], string>> = { header: "Content-Type", json: "$.name" };
const valuePlaceholders: Record<Assertion["kind"], string> = { status: "200", header: "application/json", json: '"Rex"', contains: "Rex" };

type Props = { assertions: readonly Assertion[]; onChange: (assertions: Assertion[]) => void };

/** What the answer has to be. */
export function AssertionList({ assertions, onChange }: Props) {
  const change = (at: number, part: Partial<Assertion>) =>
    onChange(assertions.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <section aria-label="Assertions" className="flex flex-col gap-1.5">
      <h3 className="font-medium">Assertions</h3>
      {assertions.length === 0 ? (
        <p className="text-muted text-sm">Nothing is asked of the answer yet. Add one here, or from a value of an answer.</p>
      ) : null}
      {assertions.map((assertion, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity besides their place.
        <div key={index} className="grid grid-cols-[112px_1fr_1fr_24px] items-center gap-1">
          <NativeSelect
            aria-label={`Kind of assertion ${index + 1}`}
            value={assertion.kind}
            onChange={(event) => change(index, { kind: assertionKinds.find((kind) => kind === event.target.value) ?? "status" })}
          >
            {assertionKinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindNames[kind]}
              </option>
            ))}
          </NativeSelect>
          {namePlaceholders[assertion.kind] === undefined ? null : (
            <Input
              mono
              aria-label={`${assertion.kind === "json" ? "JSON path" : "Header"} of assertion ${index + 1}`}
              placeholder={namePlaceholders[assertion.kind]}
              maxLength={500}
              value={assertion.name}
              onChange={(event) => change(index, { name: event.target.value })}
            />
          )}
          <Input
            mono
            aria-label={`Value of assertion ${index + 1}`}
            className={namePlaceholders[assertion.kind] === undefined ? "col-span-2" : ""}
            placeholder={valuePlaceholders[assertion.kind]}
            maxLength={10_000}
            value={assertion.value}
            onChange={(event) => change(index, { value: event.target.value })}
          />
          <Button
            look="ghost"
            size="iconSm"
            aria-label={`Remove assertion ${index + 1}`}
            onClick={() => onChange(assertions.filter((_, each) => each !== index))}
          >
            <Trash2 />
          </Button>
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        disabled={assertions.length >= 50}
        onClick={() => onChange([...assertions, { kind: "status", name: "", value: "200" }])}
      >
        <Plus aria-hidden /> Add an assertion
      </Button>
    </section>
  );
}
