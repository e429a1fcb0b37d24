"use client";
import { useState } from "react";
import { ProtectionPanel } from "@/components/approvals/protection-panel";
import { useOperation } from "@/components/data/use-operations";
import { TagsPart } from "@/components/tags/tags-form";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import type { StageDetail } from "@/lib/client/operations";
import { allMethodsKey, defaultMethodSetting } from "@/lib/definition/method-setting";
import { AccessLogPanel } from "./access-log-panel";
import { MethodSettingFields } from "./method-setting-fields";
import { Panel } from "./panel";
import { SaveError } from "./save-error";
import { useStageWrite } from "./use-stage-write";

type Props = { stage: StageDetail; disabled: boolean };

/** Everything of a stage that is not of one method; each change acts at once. */
export function StageSettingsTab({ stage, disabled }: Props) {
  const { save, error } = useStageWrite(stage);
  const { settings, stageName } = stage;
  const all = settings.methodSettings[allMethodsKey] ?? defaultMethodSetting;
  // Forms begin anew when what they show was saved, and keep what is typed while something else is.
  return (
    <div className="flex flex-col gap-4">
      <SaveError error={error} stageName={stageName} />
      <TextsPanel
        key={JSON.stringify([settings.description, settings.clientCertificateId, settings.webAclArn])}
        stage={stage}
        disabled={disabled}
      />
      <Panel title="All methods" text="Logs, metrics and limits of every method that has no settings of its own.">
        <MethodSettingFields
          setting={all}
          disabled={disabled}
          onChange={(part) =>
            save({ methodSettings: { [allMethodsKey]: { ...all, ...part } } }, `Changed all methods of ${stageName}; it acts now`)
          }
        />
      </Panel>
      <AccessLogPanel key={JSON.stringify(settings.accessLogSettings)} stage={stage} disabled={disabled} />
      <ProtectionPanel apiId={stage.apiId} stageName={stageName} />
      <TagsPart thing={{ kind: "stage", apiId: stage.apiId, stageName }} what={`stage ${stageName}`} />
      <Panel title="Tracing">
        <SwitchField
          label="X-Ray tracing"
          disabled={disabled}
          checked={settings.tracingEnabled}
          onChange={(tracingEnabled) => save({ tracingEnabled }, `Changed tracing of ${stageName}; it acts now`)}
          help={settings.tracingEnabled ? "Backends get the header X-Amzn-Trace-Id." : "No trace header is made."}
        />
      </Panel>
    </div>
  );
}

function TextsPanel({ stage, disabled }: Props) {
  const { saveForm, error, busy } = useStageWrite(stage);
  const { settings, stageName } = stage;
  const saved = {
    description: settings.description ?? "",
    clientCertificateId: settings.clientCertificateId ?? "",
    webAclArn: settings.webAclArn ?? "",
  };
  const [form, setForm] = useState(saved);
  const isDirty = JSON.stringify(form) !== JSON.stringify(saved);
  const orNull = (text: string) => (text === "" ? null : text);
  return (
    <Panel title="Stage">
      <form
        aria-label="Stage settings"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          saveForm(
            {
              description: orNull(form.description),
              clientCertificateId: orNull(form.clientCertificateId),
              webAclArn: orNull(form.webAclArn),
            },
            `Saved ${stageName}; it acts now`,
          );
        }}
      >
        <Field label="Description" optional>
          {(ids) => (
            <Input
              {...ids}
              maxLength={1024}
              disabled={disabled}
              value={form.description}
              onChange={(event) => setForm({ ...form, description: event.target.value })}
            />
          )}
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <CertificateField
            value={form.clientCertificateId}
            disabled={disabled}
            onChange={(clientCertificateId) => setForm({ ...form, clientCertificateId })}
          />
          <FilterField value={form.webAclArn} disabled={disabled} onChange={(webAclArn) => setForm({ ...form, webAclArn })} />
        </div>
        <SaveError error={error} stageName={stageName} />
        {disabled ? null : (
          <Button type="submit" look="primary" className="self-start" busy={busy} disabled={!isDirty}>
            Save stage settings
          </Button>
        )}
      </form>
    </Panel>
  );
}

function CertificateField({ value, disabled, onChange }: { value: string; disabled: boolean; onChange: (id: string) => void }) {
  const certificates = useOperation("listClientCertificates", {});
  const list = certificates.data ?? [];
  return (
    <Field label="Client certificate" optional help="What HTTPS backends are shown." error={certificates.error?.message}>
      {(ids) => (
        <NativeSelect {...ids} disabled={disabled} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">None</option>
          {list.map(({ id, description }) => (
            <option key={id} value={id}>
              {description ? `${id}, ${description}` : id}
            </option>
          ))}
          {value !== "" && !list.some(({ id }) => id === value) ? <option value={value}>{value}</option> : null}
        </NativeSelect>
      )}
    </Field>
  );
}

function FilterField({ value, disabled, onChange }: { value: string; disabled: boolean; onChange: (arn: string) => void }) {
  const filters = useOperation("listFilters", {});
  const list = filters.data ?? [];
  const isForeign = value !== "" && filters.data !== undefined && !list.some(({ arn }) => arn === value);
  return (
    <Field
      label="Request filter"
      optional
      help={
        isForeign
          ? "A web ACL of another place: it is kept for tools that read it, and filters nothing here."
          : "Asked before anything else."
      }
      error={filters.error?.message}
    >
      {(ids) => (
        <NativeSelect {...ids} disabled={disabled} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">None</option>
          {list.map(({ arn, name }) => (
            <option key={arn} value={arn}>
              {name}
            </option>
          ))}
          {value !== "" && !list.some(({ arn }) => arn === value) ? <option value={value}>{value}</option> : null}
        </NativeSelect>
      )}
    </Field>
  );
}
