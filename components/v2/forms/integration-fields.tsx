"use client";
import Link from "next/link";
import { useId } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { withText } from "@/components/workbench/boxes/form-props";
import { routeVerbs } from "@/lib/definition/route-key";
import type { IntegrationFormProps } from "./form-props";
import { FunctionField } from "./function-field";
import { integrationKinds, kindOf } from "./integration-kinds";
import { SubtypeFields } from "./subtype-fields";

const timeoutMaxMs = { HTTP: 30_000, WEBSOCKET: 29_000 } as const;

/** Where an integration leads, as its kind has it. */
export function IntegrationFields(props: IntegrationFormProps) {
  const { integration, edit, disabled } = props;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted text-sm">{integrationKinds[kindOf(integration)].text}</p>
      <FieldsOfKind {...props} />
      <Field label="Description" optional>
        {(ids) => (
          <Input
            {...ids}
            maxLength={1_024}
            disabled={disabled}
            value={integration.description ?? ""}
            onChange={(event) => edit((old) => withText(old, "description", event.target.value))}
          />
        )}
      </Field>
      <MoreSettings {...props} />
    </div>
  );
}

function FieldsOfKind(props: IntegrationFormProps) {
  const { definition, integration, edit, disabled } = props;
  switch (kindOf(integration)) {
    case "lambda":
      return (
        <>
          <FunctionField
            kind={definition.kind}
            uri={integration.integrationUri ?? ""}
            disabled={disabled}
            onChange={(uri) => edit((old) => withText(old, "integrationUri", uri))}
          />
          {definition.kind === "HTTP" ? <PayloadVersionField {...props} /> : null}
        </>
      );
    case "vpc-link":
      return (
        <>
          <LinkField {...props} />
          <VerbField {...props} />
          <UriField
            {...props}
            label="Listener or service"
            placeholder="arn:aws:elasticloadbalancing:..."
            help="The ARN of a listener, or of a service of Cloud Map."
          />
          <ServerNameField {...props} />
        </>
      );
    case "http-proxy":
    case "http":
      return (
        <>
          <VerbField {...props} />
          <UriField
            {...props}
            label="URL"
            placeholder="https://example.com/pets/{petId}"
            help="Path parameters in braces, ${stageVariables.name} per stage."
          />
        </>
      );
    case "aws":
      return (
        <>
          <VerbField {...props} />
          <UriField
            {...props}
            label="Action"
            placeholder="arn:aws:apigateway:us-east-1:sqs:action/SendMessage"
            help="The service's address of an action or a path."
          />
        </>
      );
    case "subtype":
      return <SubtypeFields {...props} />;
    case "mock":
      return null;
  }
}

type UriProps = IntegrationFormProps & { label: string; placeholder: string; help: string };

function UriField({ integration, edit, disabled, label, placeholder, help }: UriProps) {
  return (
    <Field label={label} help={help}>
      {(ids) => (
        <Input
          {...ids}
          mono
          autoComplete="off"
          spellCheck={false}
          maxLength={2_048}
          disabled={disabled}
          placeholder={placeholder}
          value={integration.integrationUri ?? ""}
          onChange={(event) => edit((old) => ({ ...old, integrationUri: event.target.value.trim() }))}
        />
      )}
    </Field>
  );
}

function VerbField({ integration, edit, disabled }: IntegrationFormProps) {
  const verb = integration.integrationMethod ?? "ANY";
  return (
    <Field label="HTTP method" help={verb === "ANY" ? "The client's own method goes to the backend." : undefined}>
      {(ids) => (
        <NativeSelect
          {...ids}
          disabled={disabled}
          value={verb}
          onChange={(event) => edit((old) => ({ ...old, integrationMethod: event.target.value }))}
        >
          {routeVerbs.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}

function PayloadVersionField({ integration, edit, disabled }: IntegrationFormProps) {
  const version = integration.payloadFormatVersion ?? "1.0";
  return (
    <Field
      label="Payload format version"
      help={version === "2.0" ? "A short event; the function may answer with text or JSON alone." : "The event and answer of REST APIs."}
    >
      {(ids) => (
        <NativeSelect
          {...ids}
          disabled={disabled}
          value={version}
          onChange={(event) => edit((old) => ({ ...old, payloadFormatVersion: event.target.value }))}
        >
          <option>2.0</option>
          <option>1.0</option>
        </NativeSelect>
      )}
    </Field>
  );
}

function LinkField({ integration, edit, disabled }: IntegrationFormProps) {
  const links = useOperation("listVpcLinks", {});
  const listId = useId();
  const list = links.data?.filter(({ kind }) => kind === "HTTP") ?? [];
  const known = list.find(({ id }) => id === integration.connectionId);
  return (
    <Field
      label="VPC link"
      help={
        <>
          {known ? `${known.name}. ` : "The id of a link of HTTP APIs. "}
          Links are made on the page{" "}
          <Link className="text-accent underline" href="/vpc-links">
            VPC links
          </Link>
          .
        </>
      }
      error={links.error ? `Could not read the links: ${links.error.message}` : undefined}
    >
      {(ids) => (
        <>
          <Input
            {...ids}
            mono
            autoComplete="off"
            disabled={disabled}
            maxLength={128}
            list={listId}
            value={integration.connectionId ?? ""}
            onChange={(event) => edit((old) => withText(old, "connectionId", event.target.value.trim()))}
          />
          <datalist id={listId}>
            {list.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function ServerNameField({ integration, edit, disabled }: IntegrationFormProps) {
  const name = integration.tlsConfig?.serverNameToVerify ?? "";
  return (
    <Field
      label="TLS server name"
      optional
      help={name === "" ? "The link is called over HTTP." : `The link is called over HTTPS, and its certificate has to name ${name}.`}
    >
      {(ids) => (
        <Input
          {...ids}
          mono
          autoComplete="off"
          disabled={disabled}
          maxLength={256}
          value={name}
          onChange={(event) => {
            const serverNameToVerify = event.target.value.trim();
            edit(({ tlsConfig: _old, ...rest }) => (serverNameToVerify === "" ? rest : { ...rest, tlsConfig: { serverNameToVerify } }));
          }}
        />
      )}
    </Field>
  );
}

function MoreSettings({ definition, integration, edit, disabled }: IntegrationFormProps) {
  const kind = kindOf(integration);
  const isAws = kind === "lambda" || kind === "subtype" || kind === "aws";
  if (kind === "mock") return null;
  return (
    <Section title={isAws ? "Timeout and role" : "Timeout"} open={false} summary={`${integration.timeoutInMillis / 1_000} s`}>
      <Field label="Timeout, ms" help={`Answers 504 after ${integration.timeoutInMillis / 1_000} s.`}>
        {(ids) => (
          <Input
            {...ids}
            type="number"
            min={50}
            max={timeoutMaxMs[definition.kind]}
            disabled={disabled}
            value={integration.timeoutInMillis}
            onChange={(event) => edit((old) => ({ ...old, timeoutInMillis: event.target.valueAsNumber || 0 }))}
          />
        )}
      </Field>
      {isAws ? (
        <Field label="Role" optional={kind !== "subtype"} help="ARN of the role that makes the call.">
          {(ids) => (
            <Input
              {...ids}
              mono
              autoComplete="off"
              disabled={disabled}
              placeholder="arn:aws:iam::123456789012:role/gateway"
              value={integration.credentialsArn ?? ""}
              onChange={(event) => edit((old) => withText(old, "credentialsArn", event.target.value.trim()))}
            />
          )}
        </Field>
      ) : null}
    </Section>
  );
}
