"use client";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { MapTable } from "@/components/ui/map-table";
import { Section } from "@/components/ui/section";
import { ContentHandlingField } from "@/components/workbench/boxes/content-handling-field";
import { withMap, withText } from "@/components/workbench/boxes/form-props";
import { TemplatesEditor } from "@/components/workbench/boxes/templates-editor";
import type { IntegrationFormProps } from "./form-props";

const passthroughs = {
  WHEN_NO_MATCH: "Pass it when no template has its key",
  WHEN_NO_TEMPLATES: "Pass it when there is no template",
  NEVER: "Refuse it",
} as const;

export const templateKeys = { label: "Key of the new template", first: "$default" };

/** What a message of a WebSocket API is made into before it goes to the backend. */
export function IntegrationRequestForm({ apiId, integration, edit, disabled }: IntegrationFormProps) {
  const { integrationType: type } = integration;
  if (type === "HTTP_PROXY" || type === "AWS_PROXY") return <p className="text-muted">A proxy gets every message as it came.</p>;
  const passthrough = integration.passthroughBehavior ?? "WHEN_NO_MATCH";
  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Template selection expression"
        optional
        help={
          integration.templateSelectionExpression === undefined
            ? "Every message uses the template under $default."
            : "What it gives is the key of the template that a message uses."
        }
      >
        {(ids) => (
          <Input
            {...ids}
            mono
            autoComplete="off"
            disabled={disabled}
            placeholder="$request.body.kind"
            value={integration.templateSelectionExpression ?? ""}
            onChange={(event) => edit((old) => withText(old, "templateSelectionExpression", event.target.value))}
          />
        )}
      </Field>
      <section aria-label="Request templates" className="flex flex-col gap-2">
        <h3>Request templates</h3>
        <TemplatesEditor
          apiId={apiId}
          apiKind="WEBSOCKET"
          side="request"
          label="Request template"
          owner={integration.integrationId}
          chosenBy={templateKeys}
          templates={integration.requestTemplates ?? {}}
          disabled={disabled}
          // The service has no templates without a text.
          onChange={(templates) => edit((old) => withMap(old, "requestTemplates", withoutNulls(templates)))}
        />
      </section>
      <Field label="A message without a template">
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled}
            value={passthrough}
            onChange={(event) =>
              edit((old) => ({
                ...old,
                passthroughBehavior: passthroughNames.find((each) => each === event.target.value) ?? "WHEN_NO_MATCH",
              }))
            }
          >
            {passthroughNames.map((each) => (
              <option key={each} value={each}>
                {passthroughs[each]}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Section title="Parameters and bytes" open={integration.requestParameters !== undefined}>
        <MapTable
          label="Request parameters"
          keyLabel="Part"
          valueLabel="Value"
          keyPlaceholder="integration.request.header.x"
          valuePlaceholder="context.connectionId"
          addLabel="Add parameter"
          disabled={disabled}
          values={integration.requestParameters ?? {}}
          onChange={(values) => edit((old) => withMap(old, "requestParameters", values))}
        />
        <ContentHandlingField
          value={integration.contentHandlingStrategy}
          disabled={disabled}
          onChange={(strategy) =>
            edit(({ contentHandlingStrategy: _old, ...old }) => (strategy ? { ...old, contentHandlingStrategy: strategy } : old))
          }
        />
      </Section>
    </div>
  );
}

const passthroughNames = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"] as const;

export const withoutNulls = (templates: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(Object.entries(templates).map(([key, text]) => [key, text ?? ""]));
