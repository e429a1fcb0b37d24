"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import type { StageDetail } from "@/lib/client/operations";
import { accessLogPresets } from "./access-log-presets";
import { Panel } from "./panel";
import { SaveError } from "./save-error";
import { useStageWrite } from "./use-stage-write";

/** One line for each request, in a format of your own. */
export function AccessLogPanel({ stage, disabled }: { stage: StageDetail; disabled: boolean }) {
  const { apiId, stageName, settings } = stage;
  const saved = { destinationArn: settings.accessLogSettings?.destinationArn ?? "", format: settings.accessLogSettings?.format ?? "" };
  const [form, setForm] = useState(saved);
  const { saveForm, error, busy } = useStageWrite(stage);
  const sample = useWrite("sampleAccessLine");
  const isDirty = JSON.stringify(form) !== JSON.stringify(saved);
  const isOff = form.destinationArn === "" && form.format === "";
  return (
    <Panel title="Access log" text={saved.format === "" ? "No access log is written." : "One line for each request."}>
      <form
        aria-label="Access log"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          saveForm({ accessLogSettings: isOff ? null : form }, `Changed the access log of ${stageName}; it acts now`);
        }}
      >
        <Field label="Destination" optional help="ARN of a log group or a delivery stream, as tools expect it.">
          {(ids) => (
            <Input
              {...ids}
              mono
              disabled={disabled}
              placeholder="arn:aws:logs:us-east-1:000000000000:log-group:access"
              value={form.destinationArn}
              onChange={(event) => setForm({ ...form, destinationArn: event.target.value.trim() })}
            />
          )}
        </Field>
        <Field label="Format" help="Everything below $context; one line.">
          {(ids) => (
            <Textarea
              {...ids}
              mono
              disabled={disabled}
              value={form.format}
              onChange={(event) => setForm({ ...form, format: event.target.value.replace(/[\r\n]+/g, "") })}
            />
          )}
        </Field>
        <div className="flex flex-wrap gap-2">
          {accessLogPresets.map(({ id, label, format }) => (
            <Button key={id} size="sm" disabled={disabled} onClick={() => setForm({ ...form, format })}>
              {label}
            </Button>
          ))}
          <Button
            size="sm"
            busy={sample.isPending}
            disabled={form.format === ""}
            onClick={() => sample.mutate({ apiId, stageName, format: form.format })}
          >
            Try the format
          </Button>
        </div>
        {sample.data ? (
          <section aria-label="Sample line" className="overflow-x-auto rounded-md border border-line bg-sunken p-2">
            <pre className="text-sm">{sample.data.line}</pre>
          </section>
        ) : null}
        {sample.error ? (
          <Alert tone="error" live>
            <code>{sample.error.message}</code>
          </Alert>
        ) : null}
        <SaveError error={error} stageName={stageName} />
        {disabled ? null : (
          <Button type="submit" look="primary" className="self-start" busy={busy} disabled={!isDirty}>
            Save the access log
          </Button>
        )}
      </form>
    </Panel>
  );
}
