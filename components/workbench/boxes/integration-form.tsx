"use client";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import type { Integration, IntegrationType, Method } from "@/lib/definition/rest-api";
import { editIntegration, type FormProps, withText } from "./form-props";

type Kind = { type: IntegrationType; name: string; sentence: string; example: string };

const kinds: readonly Kind[] = [
  {
    type: "AWS_PROXY",
    name: "Lambda proxy",
    sentence: "The function gets the whole request as an event and answers the client itself.",
    example: "arn:aws:lambda:us-east-1:000000000000:function:hello",
  },
  {
    type: "AWS",
    name: "Lambda, with mapping",
    sentence: "Templates make the event and the answer. Other AWS services are called in the same way.",
    example: "arn:aws:lambda:us-east-1:000000000000:function:hello",
  },
  {
    type: "HTTP_PROXY",
    name: "HTTP proxy",
    sentence: "Request and answer pass through unchanged.",
    example: "https://example.com/pets/{petId}",
  },
  { type: "HTTP", name: "HTTP, with mapping", sentence: "Templates make the request and the answer.", example: "https://example.com/pets" },
  { type: "MOCK", name: "Mock", sentence: "The gateway answers by itself, from a template.", example: '{"statusCode": 200}' },
];

const verbs = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];

/** A new integration of a kind, with what makes it answer at once. */
function startIntegration(type: IntegrationType, method: Method): Method {
  const base: Integration = {
    type,
    passthroughBehavior: "WHEN_NO_MATCH",
    timeoutInMillis: 29_000,
    cacheNamespace: method.methodIntegration?.cacheNamespace ?? "",
    cacheKeyParameters: [],
  };
  const old = method.methodIntegration;
  const methodResponses = method.methodResponses ?? { "200": { statusCode: "200", responseModels: { "application/json": "Empty" } } };
  const keptUri = old?.uri && sameFamily(old.type, type) ? { uri: old.uri } : {};
  if (type === "MOCK") {
    const responses = old?.integrationResponses ?? {
      "200": { statusCode: "200", responseTemplates: { "application/json": '{"message": "Hello"}' } },
    };
    return {
      ...method,
      methodResponses,
      methodIntegration: {
        ...base,
        requestTemplates: { "application/json": '{"statusCode": 200}' },
        passthroughBehavior: "WHEN_NO_TEMPLATES",
        integrationResponses: responses,
      },
    };
  }
  const httpMethod = type.startsWith("AWS") ? "POST" : (old?.httpMethod ?? method.httpMethod);
  if (type === "AWS_PROXY" || type === "HTTP_PROXY")
    return {
      ...method,
      methodIntegration: {
        ...base,
        ...keptUri,
        httpMethod,
        ...(old?.requestParameters && type === "HTTP_PROXY" ? { requestParameters: old.requestParameters } : {}),
      },
    };
  return {
    ...method,
    methodResponses,
    methodIntegration: {
      ...base,
      ...keptUri,
      httpMethod,
      integrationResponses: old?.integrationResponses ?? { "200": { statusCode: "200" } },
    },
  };
}

const sameFamily = (a: IntegrationType, b: IntegrationType) => a.split("_")[0] === b.split("_")[0];

export function IntegrationForm({ method, edit, disabled, errors }: FormProps) {
  const integration = method.methodIntegration;
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-1" disabled={disabled}>
        <legend className="mb-1 font-medium">Kind</legend>
        {kinds.map((kind) => (
          <label
            key={kind.type}
            className={cn(
              "flex items-start gap-2.5 rounded-md border px-3 py-2 hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-accent",
              integration?.type === kind.type ? "border-accent bg-accent-bg/50" : "border-line",
            )}
          >
            <input
              type="radio"
              name="integration-type"
              className="mt-1 accent-(--accent)"
              checked={integration?.type === kind.type}
              onChange={() => edit((old) => startIntegration(kind.type, old))}
            />
            <span>
              <span className="font-medium">{kind.name}</span>
              <span className="block text-muted text-sm">{kind.sentence}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {integration && integration.type !== "MOCK" ? (
        <Target integration={integration} edit={edit} disabled={disabled} errors={errors} />
      ) : null}
      {integration && !disabled ? (
        <Button
          look="danger"
          className="self-start"
          onClick={() =>
            edit((old) => {
              const { methodIntegration: _gone, ...rest } = old;
              return rest;
            })
          }
        >
          Remove the integration
        </Button>
      ) : null}
    </div>
  );
}

const lambdaUri = /^arn:aws[a-z-]*:apigateway:([a-z0-9-]+):lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;

/** The function of a Lambda invocation URI, or the text itself. */
const functionOf = (uri: string) => lambdaUri.exec(uri)?.[2] ?? uri;

/** The service's long form of a function ARN; anything else stays as typed. */
function uriOf(text: string): string {
  const arn = /^arn:aws[a-z-]*:lambda:([a-z0-9-]+):\d{12}:function:.+$/.exec(text.trim());
  return arn ? `arn:aws:apigateway:${arn[1]}:lambda:path/2015-03-31/functions/${text.trim()}/invocations` : text.trim();
}

function Target({ integration, edit, disabled, errors }: Pick<FormProps, "edit" | "disabled" | "errors"> & { integration: Integration }) {
  const isAws = integration.type.startsWith("AWS");
  const kind = kinds.find((each) => each.type === integration.type);
  const change = (next: (old: Integration) => Integration) => edit((old) => editIntegration(old, next));
  return (
    <>
      <Field
        label={isAws ? "Function ARN, or integration URI" : "URL"}
        error={errors["methodIntegration.uri"]}
        help={
          isAws
            ? "A function ARN is turned into the service's invocation URI. ${stageVariables.name} is replaced per stage."
            : "Path parameters in braces, ${stageVariables.name} per stage."
        }
      >
        {(ids) => (
          <Input
            {...ids}
            mono
            disabled={disabled}
            placeholder={kind?.example}
            value={isAws ? functionOf(integration.uri ?? "") : (integration.uri ?? "")}
            onChange={(event) => change((old) => withText(old, "uri", isAws ? uriOf(event.target.value) : event.target.value.trim()))}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        {isAws ? null : (
          <Field label="HTTP method">
            {(ids) => (
              <NativeSelect
                {...ids}
                disabled={disabled}
                value={integration.httpMethod ?? "GET"}
                onChange={(event) => change((old) => ({ ...old, httpMethod: event.target.value }))}
              >
                {verbs.map((verb) => (
                  <option key={verb}>{verb}</option>
                ))}
              </NativeSelect>
            )}
          </Field>
        )}
        <Field
          label="Timeout, ms"
          error={errors["methodIntegration.timeoutInMillis"]}
          help={`Answers 504 after ${integration.timeoutInMillis / 1000} s.`}
        >
          {(ids) => (
            <Input
              {...ids}
              type="number"
              min={50}
              max={29_000}
              disabled={disabled}
              value={integration.timeoutInMillis}
              onChange={(event) => change((old) => ({ ...old, timeoutInMillis: event.target.valueAsNumber || 0 }))}
            />
          )}
        </Field>
      </div>
      {isAws ? (
        <Field label="Role" optional help="ARN of the role that the call is made with.">
          {(ids) => (
            <Input
              {...ids}
              mono
              disabled={disabled}
              value={integration.credentials ?? ""}
              onChange={(event) => change((old) => withText(old, "credentials", event.target.value.trim()))}
            />
          )}
        </Field>
      ) : (
        <SwitchField
          label="Accept any certificate of the backend"
          disabled={disabled}
          checked={integration.tlsConfig?.insecureSkipVerification ?? false}
          onChange={(insecureSkipVerification) => change((old) => ({ ...old, tlsConfig: { ...old.tlsConfig, insecureSkipVerification } }))}
          help={integration.tlsConfig?.insecureSkipVerification ? "Certificates are not checked." : "Certificates are checked."}
        />
      )}
    </>
  );
}
