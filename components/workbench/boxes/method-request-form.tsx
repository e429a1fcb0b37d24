"use client";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { MapTable } from "@/components/ui/map-table";
import { Section } from "@/components/ui/section";
import { SwitchField } from "@/components/ui/switch";
import { plural } from "@/lib/client/format";
import { authorizationChoices } from "../authorization-choices";
import { type FormProps, withMap, withText } from "./form-props";

export function MethodRequestForm({ apiId, method, edit, disabled, errors }: FormProps) {
  return (
    <div className="flex flex-col gap-1">
      <Section title="Access">
        <AuthorizationField apiId={apiId} method={method} edit={edit} disabled={disabled} errors={errors} />
        {method.authorizationType === "COGNITO_USER_POOLS" ? (
          <ScopesField key={method.authorizerId} method={method} edit={edit} disabled={disabled} errors={errors} />
        ) : null}
        <SwitchField
          label="API key required"
          disabled={disabled}
          checked={method.apiKeyRequired}
          onChange={(apiKeyRequired) => edit((old) => ({ ...old, apiKeyRequired }))}
          help={method.apiKeyRequired ? "Calls need an x-api-key of a usage plan of the stage." : "Calls need no key."}
        />
      </Section>
      <ValidatorSection apiId={apiId} method={method} edit={edit} disabled={disabled} errors={errors} />
      <ParameterSection method={method} edit={edit} disabled={disabled} />
      <BodySection apiId={apiId} method={method} edit={edit} disabled={disabled} />
      <Section title="Name" open={method.operationName !== undefined} summary={method.operationName}>
        <Field label="Operation name" optional help="The name of the call in generated SDKs.">
          {(ids) => (
            <Input
              {...ids}
              disabled={disabled}
              value={method.operationName ?? ""}
              onChange={(event) => edit((old) => withText(old, "operationName", event.target.value))}
            />
          )}
        </Field>
      </Section>
    </div>
  );
}

function AuthorizationField({
  apiId,
  method,
  edit,
  disabled,
  errors,
}: Pick<FormProps, "apiId" | "method" | "edit" | "disabled" | "errors">) {
  const authorizers = useOperation("listAuthorizers", { apiId });
  const choices = authorizationChoices(authorizers.data ?? []);
  const chosen = method.authorizerId ?? method.authorizationType;
  function choose(id: string) {
    const choice = choices.find((each) => each.id === id);
    if (!choice) return;
    edit(({ authorizerId: _authorizer, authorizationScopes: _scopes, ...old }) => ({
      ...old,
      authorizationType: choice.type,
      ...(choice.authorizerId ? { authorizerId: choice.authorizerId } : {}),
    }));
  }
  return (
    <Field
      label="Authorization"
      error={errors.authorizationType ?? authorizers.error?.message}
      help="IAM takes calls signed with Signature Version 4; an authorizer of the API decides by itself."
    >
      {(ids) => (
        <NativeSelect {...ids} disabled={disabled} value={chosen} onChange={(event) => choose(event.target.value)}>
          {choices.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
          {choices.some(({ id }) => id === chosen) ? null : (
            <option value={chosen}>{`${method.authorizationType} ${method.authorizerId ?? ""}`}</option>
          )}
        </NativeSelect>
      )}
    </Field>
  );
}

/** Without scopes the authorizer takes identity tokens, with them access tokens that have one of them. */
function ScopesField({ method, edit, disabled, errors }: Pick<FormProps, "method" | "edit" | "disabled" | "errors">) {
  const [text, setText] = useState((method.authorizationScopes ?? []).join(" "));
  const change = (typed: string) => {
    setText(typed);
    const scopes = typed.split(/\s+/).filter((scope) => scope !== "");
    edit(({ authorizationScopes: _before, ...old }) => (scopes.length === 0 ? old : { ...old, authorizationScopes: scopes }));
  };
  return (
    <Field
      label="Scopes"
      optional
      error={errors.authorizationScopes}
      help={text.trim() === "" ? "Identity tokens pass." : "Access tokens with one of these scopes pass; parted by spaces."}
    >
      {(ids) => (
        <Input {...ids} mono disabled={disabled} placeholder="pets/read" value={text} onChange={(event) => change(event.target.value)} />
      )}
    </Field>
  );
}

const validatorKinds = [
  { id: "body", label: "Validate body", validateRequestBody: true, validateRequestParameters: false },
  { id: "parameters", label: "Validate parameters", validateRequestBody: false, validateRequestParameters: true },
  { id: "both", label: "Validate body and parameters", validateRequestBody: true, validateRequestParameters: true },
] as const;

function ValidatorSection({ apiId, method, edit, disabled, errors }: Pick<FormProps, "apiId" | "method" | "edit" | "disabled" | "errors">) {
  const validators = useOperation("listRequestValidators", { apiId });
  const create = useWrite("createRequestValidator");
  const list = validators.data ?? [];
  const missing = validatorKinds.filter(
    (kind) =>
      !list.some(
        (each) =>
          each.validateRequestBody === kind.validateRequestBody && each.validateRequestParameters === kind.validateRequestParameters,
      ),
  );

  function choose(value: string) {
    const kind = validatorKinds.find((each) => `new:${each.id}` === value);
    if (!kind) {
      edit((old) => withText(old, "requestValidatorId", value));
      return;
    }
    const { label: name, validateRequestBody, validateRequestParameters } = kind;
    create.mutate(
      { apiId, name, validateRequestBody, validateRequestParameters },
      { onSuccess: ({ id }) => edit((old) => ({ ...old, requestValidatorId: id })) },
    );
  }

  return (
    <Section title="Validation">
      <Field
        label="Request validator"
        error={errors.requestValidatorId ?? create.error?.message}
        help={method.requestValidatorId ? "A call that fails is answered 400 before the integration runs." : "Nothing is checked."}
      >
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled || create.isPending}
            value={method.requestValidatorId ?? ""}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">None</option>
            {list.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name ?? each.id}
              </option>
            ))}
            {missing.map((kind) => (
              <option key={kind.id} value={`new:${kind.id}`}>
                {kind.label} (new)
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
    </Section>
  );
}

const places = [
  { id: "querystring", label: "Query" },
  { id: "header", label: "Header" },
  { id: "path", label: "Path" },
] as const;

function ParameterSection({ method, edit, disabled }: Pick<FormProps, "method" | "edit" | "disabled">) {
  const parameters = method.requestParameters ?? {};
  const [place, setPlace] = useState<string>("querystring");
  const [name, setName] = useState("");
  const set = (values: Record<string, boolean>) => edit((old) => withMap(old, "requestParameters", values));
  const names = Object.keys(parameters);
  function add() {
    const trimmed = name.trim();
    if (trimmed === "") return;
    set({ ...parameters, [`method.request.${place}.${trimmed}`]: false });
    setName("");
  }
  return (
    <Section title="Parameters" summary={names.length > 0 ? plural(names.length, "parameter") : "none"}>
      {names.length > 0 ? (
        <table className="w-full">
          <thead className="text-left text-muted text-sm">
            <tr>
              <th scope="col" className="font-medium">
                Name
              </th>
              <th scope="col" className="w-20 font-medium">
                In
              </th>
              <th scope="col" className="w-20 font-medium">
                Required
              </th>
              <th scope="col" className="w-8">
                <span className="sr-only">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {names.map((key) => {
              const [, , where = "", ...rest] = key.split(".");
              const label = rest.join(".");
              return (
                <tr key={key} className="h-8">
                  <td className="font-mono text-sm">{label}</td>
                  <td className="text-muted">{places.find(({ id }) => id === where)?.label ?? where}</td>
                  <td>
                    <input
                      type="checkbox"
                      className="size-4 accent-(--accent)"
                      aria-label={`${label} is required`}
                      disabled={disabled}
                      checked={parameters[key] ?? false}
                      onChange={(event) => set({ ...parameters, [key]: event.target.checked })}
                    />
                  </td>
                  <td>
                    <Button
                      look="ghost"
                      size="iconSm"
                      disabled={disabled}
                      aria-label={`Remove ${label}`}
                      onClick={() => set(Object.fromEntries(Object.entries(parameters).filter(([each]) => each !== key)))}
                    >
                      <Trash2 />
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      ) : null}
      {disabled ? null : (
        <div className="flex gap-1">
          <NativeSelect
            aria-label="Place of the new parameter"
            className="w-28"
            value={place}
            onChange={(event) => setPlace(event.target.value)}
          >
            {places.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </NativeSelect>
          <Input
            mono
            aria-label="Name of the new parameter"
            placeholder="Name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
          />
          <Button disabled={name.trim() === ""} onClick={add}>
            Add parameter
          </Button>
        </div>
      )}
    </Section>
  );
}

function BodySection({ apiId, method, edit, disabled }: Pick<FormProps, "apiId" | "method" | "edit" | "disabled">) {
  const models = useOperation("listModels", { apiId });
  const names = (models.data ?? []).map((model) => model.name);
  const unknown = Object.values(method.requestModels ?? {}).filter((name) => models.data && !names.includes(name));
  return (
    <Section title="Body" summary={Object.values(method.requestModels ?? {}).join(", ") || "any"}>
      <MapTable
        label="Model by content type"
        keyLabel="Content type"
        valueLabel="Model"
        keyPlaceholder="application/json"
        keySuggestions={["application/json", "application/xml", "$default"]}
        valueSuggestions={names}
        addLabel="Add a model"
        disabled={disabled}
        values={method.requestModels ?? {}}
        onChange={(values) => edit((old) => withMap(old, "requestModels", values))}
      />
      {unknown.length > 0 ? <Alert tone="warn">There is no model called {unknown.join(", ")}.</Alert> : null}
    </Section>
  );
}
