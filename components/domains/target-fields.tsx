"use client";
import { Field, NativeSelect } from "@/components/ui/field";
import type { DomainTarget, DomainTargetApi } from "@/lib/client/operations";

type Props = {
  apis: readonly DomainTargetApi[];
  target: DomainTarget;
  onChange: (target: DomainTarget) => void;
  /** Whether the caller's path may name the stage. */
  allowsAnyStage: boolean;
};

export function firstTarget(apis: readonly DomainTargetApi[]): DomainTarget {
  const api = apis.find(({ stages }) => stages.length > 0) ?? apis[0];
  return { apiId: api?.id ?? "", stage: api?.stages[0] ?? "" };
}

/** The API and the stage that something leads to. */
export function TargetFields({ apis, target, onChange, allowsAnyStage }: Props) {
  const chosen = apis.find(({ id }) => id === target.apiId);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="API" {...(apis.length === 0 ? { error: "There is no API yet." } : {})}>
        {(ids) => (
          <NativeSelect
            {...ids}
            value={target.apiId}
            onChange={(event) => {
              const api = apis.find(({ id }) => id === event.target.value);
              onChange({ apiId: event.target.value, stage: api?.stages[0] ?? "" });
            }}
          >
            {apis.map(({ id, name, kind }) => (
              <option key={id} value={id}>
                {kind === "REST" ? name : `${name} (${kind})`}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label="Stage" {...(chosen && chosen.stages.length === 0 ? { error: "This API has no stage: deploy it first." } : {})}>
        {(ids) => (
          <NativeSelect {...ids} value={target.stage} onChange={(event) => onChange({ ...target, stage: event.target.value })}>
            {(chosen?.stages ?? []).map((stage) => (
              <option key={stage} value={stage}>
                {stage}
              </option>
            ))}
            {allowsAnyStage && chosen?.kind === "REST" ? <option value="">the stage that the path names</option> : null}
          </NativeSelect>
        )}
      </Field>
    </div>
  );
}
