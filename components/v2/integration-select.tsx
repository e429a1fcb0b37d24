"use client";
import { Field, NativeSelect } from "@/components/ui/field";
import type { V2ApiDefinition } from "@/lib/definition/v2-api";
import { kindName, targetText } from "./integration-words";

type Props = {
  definition: V2ApiDefinition;
  target: string | undefined;
  onChange: (target: string | undefined) => void;
  disabled: boolean;
};

/** Which of the API's integrations a route leads to. */
export function IntegrationSelect({ definition, target, onChange, disabled }: Props) {
  return (
    <Field label="Integration" help="Several routes may share one.">
      {(ids) => (
        <NativeSelect
          {...ids}
          disabled={disabled}
          value={target ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
        >
          <option value="">None yet</option>
          {definition.integrations.map((each) => (
            <option key={each.integrationId} value={`integrations/${each.integrationId}`}>
              {[kindName(each), targetText(each), each.integrationId].filter(Boolean).join(" · ")}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}
