"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import type { DomainRef, DomainTargetApi } from "@/lib/client/operations";
import type { RoutingCondition, RoutingRule } from "@/lib/definition/domain";
import { firstTarget, TargetFields } from "./target-fields";

type Props = {
  domain: DomainRef;
  rule: RoutingRule | undefined;
  rules: readonly RoutingRule[];
  apis: readonly DomainTargetApi[];
  onClose: () => void;
};

const headersMax = 2;
// Gaps leave room for rules between.
const priorityStep = 10;

type Header = { header: string; valueGlob: string };
type Form = { priority: string; headers: Header[]; basePath: string; stripBasePath: boolean };

function formOf(rule: RoutingRule | undefined, rules: readonly RoutingRule[]): Form {
  const highest = Math.max(0, ...rules.map(({ priority }) => priority));
  if (rule === undefined) return { priority: String(highest + priorityStep), headers: [], basePath: "", stripBasePath: false };
  return {
    priority: String(rule.priority),
    headers: rule.conditions.flatMap(({ matchHeaders }) => matchHeaders?.anyOf ?? []),
    basePath: rule.conditions.flatMap(({ matchBasePaths }) => matchBasePaths?.anyOf ?? [])[0] ?? "",
    stripBasePath: rule.stripBasePath,
  };
}

function conditionsOf({ headers, basePath }: Form): RoutingCondition[] {
  return [
    ...headers.map((header) => ({ matchHeaders: { anyOf: [header] } })),
    ...(basePath === "" ? [] : [{ matchBasePaths: { anyOf: [basePath] } }]),
  ];
}

export function RuleDialog({ domain, rule, rules, apis, onClose }: Props) {
  const restApis = apis.filter(({ kind }) => kind === "REST");
  const [form, setForm] = useState(() => formOf(rule, rules));
  const [target, setTarget] = useState(rule === undefined ? firstTarget(restApis) : { apiId: rule.apiId, stage: rule.stage });
  const write = useWrite("saveRoutingRule");
  const { offer } = useUndo();
  const setHeader = (index: number, change: Partial<Header>) =>
    setForm({ ...form, headers: form.headers.map((header, at) => (at === index ? { ...header, ...change } : header)) });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={rule === undefined ? "New routing rule" : `Edit rule ${rule.priority}`}
      description="All conditions must hold. A rule without one takes every request."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="routing-rule" look="primary" busy={write.isPending} disabled={target.stage === ""}>
            Save rule
          </Button>
        </>
      }
    >
      <form
        id="routing-rule"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const known = rule === undefined ? {} : { routingRuleId: rule.routingRuleId };
          const stripBasePath = form.basePath !== "" && form.stripBasePath;
          write.mutate(
            { ...domain, ...known, priority: Number(form.priority), conditions: conditionsOf(form), stripBasePath, target },
            {
              onSuccess: ({ revision }) => {
                offer(`Saved rule ${form.priority}`, revision);
                onClose();
              },
            },
          );
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not save the rule.">
            {write.error.message}
          </Alert>
        ) : null}
        <Field label="Priority" help="1 to 1,000,000; the lowest is looked at first." className="max-w-48">
          {(ids) => (
            <Input
              {...ids}
              type="number"
              min={1}
              max={1_000_000}
              required
              autoFocus
              value={form.priority}
              onChange={(event) => setForm({ ...form, priority: event.target.value })}
            />
          )}
        </Field>
        {form.headers.map((header, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines at most, that are told apart by their place only.
          <div key={index} className="flex items-end gap-2">
            <Field label={`Header ${index + 1}`} className="flex-1">
              {(ids) => (
                <Input
                  {...ids}
                  mono
                  required
                  value={header.header}
                  onChange={(event) => setHeader(index, { header: event.target.value })}
                />
              )}
            </Field>
            <Field label={`Value of header ${index + 1}`} className="flex-1">
              {(ids) => (
                <Input
                  {...ids}
                  mono
                  required
                  value={header.valueGlob}
                  onChange={(event) => setHeader(index, { valueGlob: event.target.value })}
                />
              )}
            </Field>
            <Button
              look="ghost"
              size="icon"
              className="mb-0.5"
              aria-label={`Remove header ${index + 1}`}
              onClick={() => setForm({ ...form, headers: form.headers.toSpliced(index, 1) })}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        {form.headers.length < headersMax ? (
          <Button
            className="self-start"
            size="sm"
            onClick={() => setForm({ ...form, headers: [...form.headers, { header: "", valueGlob: "" }] })}
          >
            <Plus aria-hidden /> Header condition
          </Button>
        ) : null}
        {form.headers.length > 0 ? (
          <p className="text-muted text-sm">An asterisk may begin or end a value: beta*, *beta, *beta*. The case of values counts.</p>
        ) : null}
        <Field label="Base path" optional help="The path is it, or goes on below it; its case counts.">
          {(ids) => <Input {...ids} mono value={form.basePath} onChange={(event) => setForm({ ...form, basePath: event.target.value })} />}
        </Field>
        {form.basePath === "" ? null : (
          <SwitchField
            label="Take the base path away"
            help="As a mapping does. Otherwise the API sees the whole path."
            checked={form.stripBasePath}
            onChange={(stripBasePath) => setForm({ ...form, stripBasePath })}
          />
        )}
        <TargetFields apis={restApis} target={target} onChange={setTarget} allowsAnyStage={false} />
      </form>
    </Dialog>
  );
}
