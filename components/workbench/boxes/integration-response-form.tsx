"use client";
import { Alert } from "@/components/ui/alert";
import { Field, Input } from "@/components/ui/field";
import { lazyPart } from "@/components/ui/lazy-part";
import { MapTable } from "@/components/ui/map-table";
import type { IntegrationResponse, Method } from "@/lib/definition/rest-api";
import { ContentHandlingField } from "./content-handling-field";
import { editIntegration, type FormProps, withMap, withText } from "./form-props";
import { ResponseList } from "./response-list";
import { TemplatesEditor } from "./templates-editor";
import { useSampleAnswer } from "./use-sample-body";

const MappingValues = lazyPart(() => import("./mapping-values").then((loaded) => loaded.MappingValues));

/** Takes over the responses, and declares their status where the method does not yet: the service asks for both. */
function withResponses(method: Method, responses: Record<string, IntegrationResponse>): Method {
  const declared = { ...method.methodResponses };
  for (const statusCode of Object.keys(responses)) declared[statusCode] ??= { statusCode };
  return { ...editIntegration(method, (old) => withMap(old, "integrationResponses", responses)), methodResponses: declared };
}

export function IntegrationResponseForm({ apiId, resourceId, path, method, edit, disabled, errors }: FormProps) {
  const sampleBody = useSampleAnswer({ apiId, path, method });
  const integration = method.methodIntegration;
  if (!integration) return <Alert tone="info">Choose the kind of integration first, in the box “Integration”.</Alert>;
  if (integration.type.endsWith("_PROXY")) {
    return (
      <Alert tone="info" title="A proxy has no integration responses">
        What the backend answers goes to the client as it is. Choose a kind with mapping to change it.
      </Alert>
    );
  }
  const patternHelp =
    integration.type === "AWS"
      ? "A regular expression that the whole errorMessage of the function has to match."
      : "A regular expression that the whole status of the answer has to match.";
  return (
    <ResponseList
      disabled={disabled}
      responses={integration.integrationResponses ?? {}}
      onChange={(responses) => edit((old) => withResponses(old, responses))}
      create={(statusCode): IntegrationResponse => ({ statusCode })}
      summaryOf={(response) => (response.selectionPattern ? `when ${response.selectionPattern}` : "when nothing else matches")}
    >
      {(response, change) => (
        <>
          <Field
            label="Selection pattern"
            optional
            error={errors[`methodIntegration.integrationResponses.${response.statusCode}.selectionPattern`]}
            help={response.selectionPattern ? patternHelp : `Without one, ${response.statusCode} is the default.`}
          >
            {(ids) => (
              <Input
                {...ids}
                mono
                disabled={disabled}
                placeholder={integration.type === "AWS" ? ".*not found.*" : "4\\d{2}"}
                value={response.selectionPattern ?? ""}
                onChange={(event) => change((old) => withText(old, "selectionPattern", event.target.value))}
              />
            )}
          </Field>
          <TemplatesEditor
            apiId={apiId}
            side="response"
            owner={`${method.httpMethod} ${path}`}
            sampleBody={sampleBody}
            route={{ httpMethod: method.httpMethod, path }}
            placeOf={(contentType) => ({
              kind: "response",
              resourceId,
              httpMethod: method.httpMethod,
              statusCode: response.statusCode,
              contentType,
            })}
            label={`Template of ${response.statusCode}`}
            disabled={disabled}
            templates={response.responseTemplates ?? {}}
            onChange={(templates) => change((old) => withMap(old, "responseTemplates", templates))}
          />
          <MapTable
            label="Headers to the client, from"
            keyLabel="To"
            valueLabel="From"
            keyPlaceholder="method.response.header.X-Id"
            valuePlaceholder="integration.response.header.X-Id"
            keySuggestions={Object.keys(method.methodResponses?.[response.statusCode]?.responseParameters ?? {})}
            valueSuggestions={["integration.response.header.", "integration.response.body.", "context.requestId", "'*'"]}
            addLabel="Add a header mapping"
            disabled={disabled}
            values={response.responseParameters ?? {}}
            onChange={(values) => {
              change((old) => withMap(old, "responseParameters", values));
              edit((old) => declareHeaders(old, response.statusCode, Object.keys(values)));
            }}
          />
          <MappingValues
            apiId={apiId}
            path={path}
            httpMethod={method.httpMethod}
            statusCode={response.statusCode}
            parameters={response.responseParameters ?? {}}
          />
          <ContentHandlingField
            value={response.contentHandling}
            disabled={disabled}
            onChange={(contentHandling) =>
              change(({ contentHandling: _old, ...old }) => (contentHandling ? { ...old, contentHandling } : old))
            }
          />
        </>
      )}
    </ResponseList>
  );
}

/** Declares mapped headers in the method response, which the service asks for. */
function declareHeaders(method: Method, statusCode: string, names: readonly string[]): Method {
  const response = method.methodResponses?.[statusCode] ?? { statusCode };
  const responseParameters = { ...Object.fromEntries(names.map((name) => [name, false])), ...response.responseParameters };
  return {
    ...method,
    methodResponses: { ...method.methodResponses, [statusCode]: withMap(response, "responseParameters", responseParameters) },
  };
}
