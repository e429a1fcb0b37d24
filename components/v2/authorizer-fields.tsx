"use client";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { ListInput } from "@/components/ui/list-input";
import { SwitchField } from "@/components/ui/switch";
import { withText } from "@/components/workbench/boxes/form-props";
import type { ApiKind } from "@/lib/client/operations";
import type { V2Authorizer } from "@/lib/definition/v2-api";
import { FunctionField } from "./forms/function-field";

type Props = {
  kind: ApiKind;
  authorizer: V2Authorizer;
  edit: (change: (old: V2Authorizer) => V2Authorizer) => void;
  disabled: boolean;
};

export const startAuthorizer = (kind: ApiKind, type: V2Authorizer["authorizerType"]): V2Authorizer => ({
  authorizerId: "",
  name: "",
  authorizerType: type,
  identitySource: kind === "HTTP" ? ["$request.header.Authorization"] : ["route.request.header.Authorization"],
  ...(type === "JWT" ? { jwtConfiguration: { issuer: "", audience: [] } } : {}),
  ...(type === "REQUEST" && kind === "HTTP" ? { authorizerPayloadFormatVersion: "2.0", enableSimpleResponses: true } : {}),
});

/** The settings of an authorizer, as its kind has them. */
export function V2AuthorizerFields(props: Props) {
  const { kind, authorizer, edit, disabled } = props;
  return (
    <>
      <Field label="Name">
        {(ids) => (
          <Input
            {...ids}
            autoComplete="off"
            maxLength={128}
            disabled={disabled}
            value={authorizer.name}
            onChange={(event) => edit((old) => ({ ...old, name: event.target.value }))}
          />
        )}
      </Field>
      {authorizer.authorizerType === "JWT" ? <TokenFields {...props} /> : <FunctionFields {...props} />}
      <Field label="Identity sources" help={sourceHelp(kind, authorizer)}>
        {(ids) => (
          <ListInput
            {...ids}
            disabled={disabled}
            placeholder={kind === "HTTP" ? "$request.header.Authorization" : "route.request.querystring.token"}
            values={authorizer.identitySource}
            onChange={(identitySource) => edit((old) => ({ ...old, identitySource }))}
          />
        )}
      </Field>
    </>
  );
}

function sourceHelp(kind: ApiKind, { authorizerType }: V2Authorizer): string {
  if (authorizerType === "JWT") return "Where the token is. A call without it answers 401.";
  return kind === "HTTP"
    ? "$request.header.X, $request.querystring.X, $context.X, $stageVariables.X. A call without one of them answers 401."
    : "route.request.header.X, route.request.querystring.X, context.X, stageVariables.X. A handshake without one of them answers 401.";
}

function TokenFields({ authorizer, edit, disabled }: Props) {
  const { issuer = "", audience = [] } = authorizer.jwtConfiguration ?? {};
  return (
    <>
      <Field label="Issuer" help="Its keys are found at /.well-known/openid-configuration below it.">
        {(ids) => (
          <Input
            {...ids}
            mono
            autoComplete="off"
            disabled={disabled}
            maxLength={2_048}
            placeholder="https://login.example.com"
            value={issuer}
            onChange={(event) =>
              edit((old) => ({ ...old, jwtConfiguration: { ...old.jwtConfiguration, issuer: event.target.value.trim() } }))
            }
          />
        )}
      </Field>
      <Field label="Audience" help="A token has to name one of them in aud or client_id.">
        {(ids) => (
          <ListInput
            {...ids}
            disabled={disabled}
            placeholder="orders"
            values={audience}
            onChange={(next) => edit((old) => ({ ...old, jwtConfiguration: { ...old.jwtConfiguration, audience: next } }))}
          />
        )}
      </Field>
    </>
  );
}

function FunctionFields({ kind, authorizer, edit, disabled }: Props) {
  const ttl = authorizer.authorizerResultTtlInSeconds ?? 0;
  const version = authorizer.authorizerPayloadFormatVersion ?? "1.0";
  return (
    <>
      <FunctionField
        kind="WEBSOCKET"
        uri={authorizer.authorizerUri ?? ""}
        disabled={disabled}
        onChange={(uri) => edit((old) => withText(old, "authorizerUri", uri))}
      />
      {kind === "HTTP" ? (
        <>
          <Field label="Payload format version">
            {(ids) => (
              <NativeSelect
                {...ids}
                disabled={disabled}
                value={version}
                onChange={(event) =>
                  edit((old) => ({
                    ...old,
                    authorizerPayloadFormatVersion: event.target.value,
                    ...(event.target.value === "1.0" ? { enableSimpleResponses: false } : {}),
                  }))
                }
              >
                <option>2.0</option>
                <option>1.0</option>
              </NativeSelect>
            )}
          </Field>
          {version === "2.0" ? (
            <SwitchField
              label="Simple responses"
              disabled={disabled}
              checked={authorizer.enableSimpleResponses ?? false}
              onChange={(enableSimpleResponses) => edit((old) => ({ ...old, enableSimpleResponses }))}
              help={
                authorizer.enableSimpleResponses
                  ? 'The function answers {"isAuthorized": true} or false.'
                  : "The function answers with a policy."
              }
            />
          ) : null}
          <Field
            label="Cache for seconds"
            help={ttl === 0 ? "Nothing is kept: every call asks the function." : `An answer is kept for ${ttl} s per identity.`}
          >
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={0}
                max={3_600}
                className="max-w-32"
                disabled={disabled}
                value={ttl}
                onChange={(event) => edit((old) => ({ ...old, authorizerResultTtlInSeconds: event.target.valueAsNumber || 0 }))}
              />
            )}
          </Field>
        </>
      ) : null}
      <Field label="Role" optional help="ARN of a role that calls the function; without one the function's own permission counts.">
        {(ids) => (
          <Input
            {...ids}
            mono
            autoComplete="off"
            disabled={disabled}
            value={authorizer.authorizerCredentialsArn ?? ""}
            onChange={(event) => edit((old) => withText(old, "authorizerCredentialsArn", event.target.value.trim()))}
          />
        )}
      </Field>
    </>
  );
}
