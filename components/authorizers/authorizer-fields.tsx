"use client";
import { useOperation } from "@/components/data/use-operations";
import { Field, Input, NativeSelect, Textarea } from "@/components/ui/field";
import { functionOf, functionUri } from "@/components/workbench/integration/aws-uri";
import { type AuthorizerTexts, authorizerKinds, kindNames, tokenSource } from "./authorizer-kinds";

type Props = { texts: AuthorizerTexts; onChange: (texts: AuthorizerTexts) => void; disabled?: boolean; isNew?: boolean };

/** The settings of an authorizer, as its kind has them. */
export function AuthorizerFields({ texts, onChange, disabled = false, isNew = false }: Props) {
  const set = (part: Partial<AuthorizerTexts>) => onChange({ ...texts, ...part });
  const isPool = texts.type === "COGNITO_USER_POOLS";
  return (
    <>
      <Field label="Name">
        {(ids) => (
          <Input
            {...ids}
            autoFocus={isNew}
            autoComplete="off"
            maxLength={128}
            disabled={disabled}
            value={texts.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Kind" help={authorizerKinds[texts.type].text}>
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled || !isNew}
            value={texts.type}
            onChange={(event) => {
              const type = kindNames.find((kind) => kind === event.target.value) ?? "TOKEN";
              set({ type, identitySource: texts.identitySource || tokenSource });
            }}
          >
            {kindNames.map((kind) => (
              <option key={kind} value={kind}>
                {authorizerKinds[kind].label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {isPool ? (
        <Field label="User pools" help="ARNs, one on each line: arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc.">
          {(ids) => (
            <Textarea {...ids} mono disabled={disabled} value={texts.pools} onChange={(event) => set({ pools: event.target.value })} />
          )}
        </Field>
      ) : (
        <FunctionField texts={texts} disabled={disabled} onChange={(uri) => set({ uri })} />
      )}
      <Field label={texts.type === "REQUEST" ? "Identity sources" : "Token source"} help={sourceHelp(texts)}>
        {(ids) => (
          <Input
            {...ids}
            mono
            disabled={disabled}
            placeholder={tokenSource}
            value={texts.identitySource}
            onChange={(event) => set({ identitySource: event.target.value })}
          />
        )}
      </Field>
      {texts.type === "REQUEST" ? null : (
        <Field
          label="Token validation"
          optional
          help="A regular expression. A token that does not fit answers 401 and the rest is not asked."
        >
          {(ids) => (
            <Input {...ids} mono disabled={disabled} value={texts.pattern} onChange={(event) => set({ pattern: event.target.value })} />
          )}
        </Field>
      )}
      {isPool ? null : (
        <>
          <Field label="Cache for seconds" help={cacheHelp(texts.ttl)}>
            {(ids) => (
              <Input
                {...ids}
                className="max-w-32"
                inputMode="numeric"
                disabled={disabled}
                value={texts.ttl}
                onChange={(event) => set({ ttl: event.target.value.trim() })}
              />
            )}
          </Field>
          <Field label="Role" optional help="ARN of a role that calls the function; without one the function's own permission counts.">
            {(ids) => (
              <Input
                {...ids}
                mono
                disabled={disabled}
                value={texts.credentials}
                onChange={(event) => set({ credentials: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </>
  );
}

type FunctionProps = { texts: AuthorizerTexts; disabled: boolean; onChange: (uri: string) => void };

function FunctionField({ texts, disabled, onChange }: FunctionProps) {
  const workspace = useOperation("getWorkspace", {});
  const shown = workspace.data === undefined ? texts.uri : functionOf(texts.uri, workspace.data);
  return (
    <Field label="Function" help="A name in this account and region, or an ARN. ${stageVariables.name} is replaced per stage.">
      {(ids) => (
        <Input
          {...ids}
          mono
          disabled={disabled || workspace.data === undefined}
          placeholder="authorize"
          value={shown}
          onChange={(event) => workspace.data && onChange(functionUri(event.target.value, workspace.data))}
        />
      )}
    </Field>
  );
}

function sourceHelp({ type, ttl }: AuthorizerTexts): string {
  if (type !== "REQUEST") return "Where the token is. A call without it answers 401.";
  const cached = Number(ttl) > 0 ? " Together they are the key of the cache." : "";
  return `Parted by commas: method.request.header.X, method.request.querystring.X, stageVariables.X, context.X. A call without one of them answers 401.${cached}`;
}

function cacheHelp(ttl: string): string {
  const seconds = Number(ttl);
  if (ttl === "" || !Number.isInteger(seconds) || seconds < 0 || seconds > 3_600) return "0 to 3600.";
  return seconds === 0
    ? "Nothing is kept: every call asks the function."
    : `A policy is kept for ${seconds} s and counts for every method of the stage, not only for the one that asked.`;
}
