"use client";
import { Alert } from "@/components/ui/alert";
import { Field, NativeSelect } from "@/components/ui/field";
import { lazyPart } from "@/components/ui/lazy-part";
import { MapTable } from "@/components/ui/map-table";
import { Section } from "@/components/ui/section";
import { plural } from "@/lib/client/format";
import type { Integration } from "@/lib/definition/rest-api";
import { editIntegration, type FormProps, withMap } from "./form-props";
import { TemplatesEditor } from "./templates-editor";
import { useSampleRequest } from "./use-sample-body";

const MappingValues = lazyPart(() => import("./mapping-values").then((loaded) => loaded.MappingValues));

const passthrough = [
  {
    id: "WHEN_NO_MATCH",
    label: "When no template matches the content type",
    effect: "A body of another type reaches the backend unchanged.",
  },
  {
    id: "WHEN_NO_TEMPLATES",
    label: "When there is no template at all",
    effect: "A body of another type is answered 415 as soon as there is one template.",
  },
  { id: "NEVER", label: "Never", effect: "A body without a template for its type is answered 415." },
];

export function IntegrationRequestForm({ apiId, resourceId, path, method, edit, disabled }: FormProps) {
  const { sampleBody, modelBody } = useSampleRequest({ apiId, path, method });
  const integration = method.methodIntegration;
  if (!integration) return <Alert tone="info">Choose the kind of integration first, in the box “Integration”.</Alert>;
  const change = (next: (old: Integration) => Integration) => edit((old) => editIntegration(old, next));
  const parameters = integration.requestParameters ?? {};
  const sources = [
    ...Object.keys(method.requestParameters ?? {}),
    "context.requestId",
    "context.identity.sourceIp",
    "stageVariables.name",
    "'a fixed text'",
  ];
  const isProxy = integration.type.endsWith("_PROXY");
  return (
    <div className="flex flex-col gap-1">
      {integration.type === "AWS_PROXY" ? (
        <Alert tone="info">A Lambda proxy gets the request as it came; there is nothing to map.</Alert>
      ) : null}
      {isProxy ? null : (
        <Section title="Mapping templates" summary={plural(Object.keys(integration.requestTemplates ?? {}).length, "template")}>
          <TemplatesEditor
            apiId={apiId}
            side="request"
            owner={`${method.httpMethod} ${path}`}
            sampleBody={sampleBody}
            modelBody={modelBody}
            outputType={fixedContentType(parameters)}
            route={{ httpMethod: method.httpMethod, path }}
            placeOf={(contentType) => ({ kind: "request", resourceId, httpMethod: method.httpMethod, contentType })}
            label="Request template"
            disabled={disabled}
            templates={integration.requestTemplates ?? {}}
            onChange={(templates) => change((old) => withMap(old, "requestTemplates", templates))}
          />
          <Field label="Bodies without a template pass" help={passthrough.find(({ id }) => id === integration.passthroughBehavior)?.effect}>
            {(ids) => (
              <NativeSelect
                {...ids}
                disabled={disabled}
                value={integration.passthroughBehavior}
                onChange={(event) => change((old) => ({ ...old, passthroughBehavior: event.target.value }))}
              >
                {passthrough.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        </Section>
      )}
      {integration.type === "AWS_PROXY" || integration.type === "MOCK" ? null : (
        <Section title="Parameters" summary={plural(Object.keys(parameters).length, "mapping")}>
          <MapTable
            label="To the backend, from"
            keyLabel="To"
            valueLabel="From"
            keyPlaceholder="integration.request.header.X-Id"
            valuePlaceholder="method.request.header.X-Id"
            keySuggestions={["integration.request.header.", "integration.request.querystring.", "integration.request.path."]}
            valueSuggestions={sources}
            addLabel="Add a mapping"
            disabled={disabled}
            values={parameters}
            onChange={(values) => change((old) => withMap(old, "requestParameters", values))}
          />
          <MappingValues apiId={apiId} path={path} httpMethod={method.httpMethod} parameters={parameters} />
        </Section>
      )}
    </div>
  );
}

/** The content type that the backend is told, when it is a fixed text. */
function fixedContentType(parameters: Readonly<Record<string, string>>): string | undefined {
  const [, value] = Object.entries(parameters).find(([name]) => name.toLowerCase() === "integration.request.header.content-type") ?? [];
  return value === undefined ? undefined : /^'(.*)'$/.exec(value)?.[1];
}
