"use client";
import Link from "next/link";
import { Field, NativeSelect } from "@/components/ui/field";
import { ListInput } from "@/components/ui/list-input";
import { withText } from "@/components/workbench/boxes/form-props";
import type { Route } from "@/lib/definition/v2-api";
import type { RouteFormProps } from "./form-props";

const words = { NONE: "None", AWS_IAM: "AWS IAM", JWT: "JWT authorizer", CUSTOM: "Lambda authorizer" } as const;

const help = {
  NONE: "Everybody may call it.",
  AWS_IAM: "Callers sign with the keys of a user of this installation.",
  JWT: "Callers show a token of an issuer that the authorizer trusts.",
  CUSTOM: "A function decides about each caller.",
} as const;

/** Who may call a route. */
export function AuthorizationFields({ apiId, definition, route, edit, disabled }: RouteFormProps) {
  const { authorizationType: type } = route;
  const wanted = type === "JWT" ? "JWT" : "REQUEST";
  const choices = definition.authorizers.filter(({ authorizerType }) => authorizerType === wanted);
  const types = definition.kind === "HTTP" ? (["NONE", "AWS_IAM", "JWT", "CUSTOM"] as const) : (["NONE", "AWS_IAM", "CUSTOM"] as const);
  return (
    <>
      <Field label="Authorization" help={help[type]}>
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled}
            value={type}
            onChange={(event) => {
              const next = types.find((each) => each === event.target.value) ?? "NONE";
              const first = definition.authorizers.find(({ authorizerType }) => authorizerType === (next === "JWT" ? "JWT" : "REQUEST"));
              edit((old) => withType(old, next, first?.authorizerId));
            }}
          >
            {types.map((each) => (
              <option key={each} value={each}>
                {words[each]}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {type === "JWT" || type === "CUSTOM" ? (
        <Field
          label="Authorizer"
          help={
            <>
              They are made on the page{" "}
              <Link href={`/apis/${apiId}/authorizers`} className="text-accent underline">
                Authorizers
              </Link>
              .
            </>
          }
        >
          {(ids) => (
            <NativeSelect
              {...ids}
              disabled={disabled}
              value={route.authorizerId ?? ""}
              onChange={(event) => edit((old) => withText(old, "authorizerId", event.target.value))}
            >
              <option value="">{choices.length === 0 ? "There is none of this kind yet" : "Choose an authorizer"}</option>
              {choices.map(({ authorizerId, name }) => (
                <option key={authorizerId} value={authorizerId}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
      ) : null}
      {type === "JWT" ? <ScopesField route={route} edit={edit} disabled={disabled} /> : null}
    </>
  );
}

function withType(
  { authorizerId: _id, authorizationScopes: _scopes, ...rest }: Route,
  type: Route["authorizationType"],
  first?: string,
): Route {
  const needsAuthorizer = type === "JWT" || type === "CUSTOM";
  return { ...rest, authorizationType: type, ...(needsAuthorizer && first !== undefined ? { authorizerId: first } : {}) };
}

function ScopesField({ route, edit, disabled }: Pick<RouteFormProps, "route" | "edit" | "disabled">) {
  const scopes = route.authorizationScopes ?? [];
  return (
    <Field label="Scopes" optional help={scopes.length === 0 ? "Any good token will do." : `A token needs one of ${scopes.join(", ")}.`}>
      {(ids) => (
        <ListInput
          {...ids}
          disabled={disabled}
          placeholder="pets:read, pets:write"
          values={scopes}
          onChange={(next) =>
            edit(({ authorizationScopes: _old, ...rest }) => (next.length === 0 ? rest : { ...rest, authorizationScopes: next }))
          }
        />
      )}
    </Field>
  );
}
