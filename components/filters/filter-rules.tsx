"use client";
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect, Textarea } from "@/components/ui/field";
import type { FilterRule, FilterRuleKind } from "@/lib/definition/request-filter";
import { filterActions, filterRulesMax, rateWindows, sizedParts } from "@/lib/definition/request-filter-values";
import { actionTexts, kindHelp, kindTexts, newRule, partTexts } from "./rule-texts";

type Props = { rules: readonly FilterRule[]; onChange: (rules: FilterRule[]) => void; disabled: boolean };

// The table has every kind once.
const kinds = Object.keys(kindTexts) as FilterRuleKind[];

/** The rules of a filter in their order. */
export function FilterRules({ rules, onChange, disabled }: Props) {
  const set = (index: number, rule: FilterRule) => onChange(rules.map((each, at) => (at === index ? rule : each)));
  const move = (index: number, by: -1 | 1) => {
    const moved = [...rules];
    const [rule] = moved.splice(index, 1);
    if (rule !== undefined) moved.splice(index + by, 0, rule);
    onChange(moved);
  };
  return (
    <section aria-label="Rules" className="flex flex-col gap-3">
      {rules.length === 0 ? <p className="text-muted">No rule yet.</p> : null}
      <ol className="flex flex-col gap-3">
        {rules.map((rule, index) => (
          // A rule has no identity but its place while its name is typed.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above.
          <li key={index}>
            <fieldset disabled={disabled} className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4">
              <legend className="sr-only">
                Rule {index + 1}, {rule.name}
              </legend>
              <div className="flex flex-wrap items-center gap-2">
                <h2 className="text-lg">
                  {index + 1}. {kindTexts[rule.kind]}
                </h2>
                <p className="min-w-0 flex-1 text-muted text-sm">{kindHelp[rule.kind]}</p>
                {disabled ? null : (
                  <span className="flex gap-1">
                    <Button
                      look="ghost"
                      size="icon"
                      aria-label={`Ask rule ${index + 1} earlier`}
                      disabled={index === 0}
                      onClick={() => move(index, -1)}
                    >
                      <ArrowUp />
                    </Button>
                    <Button
                      look="ghost"
                      size="icon"
                      aria-label={`Ask rule ${index + 1} later`}
                      disabled={index === rules.length - 1}
                      onClick={() => move(index, 1)}
                    >
                      <ArrowDown />
                    </Button>
                    <Button
                      look="ghost"
                      size="icon"
                      aria-label={`Remove rule ${index + 1}`}
                      onClick={() => onChange(rules.filter((_, at) => at !== index))}
                    >
                      <Trash2 />
                    </Button>
                  </span>
                )}
              </div>
              <div className="grid gap-3 sm:grid-cols-2">
                <Field label="Name">
                  {(ids) => (
                    <Input
                      {...ids}
                      maxLength={128}
                      value={rule.name}
                      onChange={(event) => set(index, { ...rule, name: event.target.value })}
                    />
                  )}
                </Field>
                <Field label="What it does">
                  {(ids) => (
                    <NativeSelect
                      {...ids}
                      value={rule.action}
                      onChange={(event) =>
                        set(index, { ...rule, action: filterActions.find((action) => action === event.target.value) ?? "COUNT" })
                      }
                    >
                      {filterActions.map((action) => (
                        <option key={action} value={action}>
                          {actionTexts[action]}
                        </option>
                      ))}
                    </NativeSelect>
                  )}
                </Field>
                <KindFields rule={rule} onChange={(changed) => set(index, changed)} />
              </div>
            </fieldset>
          </li>
        ))}
      </ol>
      {disabled || rules.length >= filterRulesMax ? null : (
        <AddRule onAdd={(kind) => onChange([...rules, newRule(kind, freeName(kind, rules))])} />
      )}
    </section>
  );
}

function freeName(kind: FilterRuleKind, rules: readonly FilterRule[]): string {
  const base = kind.toLowerCase().replaceAll("_", "-");
  const taken = new Set(rules.map(({ name }) => name));
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}-${number}`;
  return name;
}

function AddRule({ onAdd }: { onAdd: (kind: FilterRuleKind) => void }) {
  const [kind, setKind] = useState<FilterRuleKind>("IP_SET");
  return (
    <div className="flex items-end gap-2">
      <Field label="Kind of the next rule" className="max-w-60">
        {(ids) => (
          <NativeSelect {...ids} value={kind} onChange={(event) => setKind(kinds.find((each) => each === event.target.value) ?? "IP_SET")}>
            {kinds.map((each) => (
              <option key={each} value={each}>
                {kindTexts[each]}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Button onClick={() => onAdd(kind)}>Add rule</Button>
    </div>
  );
}

function KindFields({ rule, onChange }: { rule: FilterRule; onChange: (rule: FilterRule) => void }) {
  switch (rule.kind) {
    case "IP_SET":
      return (
        <>
          <Field label="Addresses" help="One on each line: 192.0.2.0/24, 2001:db8::/32.">
            {(ids) => (
              <Textarea
                {...ids}
                mono
                rows={4}
                spellCheck={false}
                value={rule.addresses.join("\n")}
                onChange={(event) => onChange({ ...rule, addresses: event.target.value.split("\n") })}
              />
            )}
          </Field>
          <Field label="Fits callers">
            {(ids) => (
              <NativeSelect
                {...ids}
                value={rule.isNegated ? "others" : "listed"}
                onChange={(event) => onChange({ ...rule, isNegated: event.target.value === "others" })}
              >
                <option value="listed">with one of these addresses</option>
                <option value="others">with any other address</option>
              </NativeSelect>
            )}
          </Field>
        </>
      );
    case "RATE":
      return (
        <>
          <Field label="Requests">
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={10}
                value={rule.limit}
                onChange={(event) => onChange({ ...rule, limit: event.target.valueAsNumber || 0 })}
              />
            )}
          </Field>
          <Field label="In">
            {(ids) => (
              <NativeSelect
                {...ids}
                value={rule.windowSeconds}
                onChange={(event) =>
                  onChange({ ...rule, windowSeconds: rateWindows.find((seconds) => String(seconds) === event.target.value) ?? 300 })
                }
              >
                {rateWindows.map((seconds) => (
                  <option key={seconds} value={seconds}>
                    {seconds === 60 ? "1 minute" : `${seconds / 60} minutes`}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        </>
      );
    case "SIZE":
      return (
        <>
          <Field label="Part">
            {(ids) => (
              <NativeSelect
                {...ids}
                value={rule.part}
                onChange={(event) => onChange({ ...rule, part: sizedParts.find((part) => part === event.target.value) ?? "BODY" })}
              >
                {sizedParts.map((part) => (
                  <option key={part} value={part}>
                    {partTexts[part]}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <Field label="Larger than" help="Bytes.">
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={0}
                value={rule.bytesMax}
                onChange={(event) => onChange({ ...rule, bytesMax: event.target.valueAsNumber || 0 })}
              />
            )}
          </Field>
        </>
      );
    default:
      return null;
  }
}
