"use client";
import { useOperation } from "@/components/data/use-operations";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { QueryState } from "@/components/ui/query-state";
import type { Method } from "@/lib/definition/rest-api";
import { editIntegration, type FormProps } from "../boxes/form-props";
import type { Workspace } from "./aws-uri";
import { HttpFields } from "./http-fields";
import { type KindId, kindOf, kinds, startIntegration } from "./integration-kinds";
import { IntegrationSettings } from "./integration-settings";
import type { KindProps } from "./kind-props";
import { LambdaFields } from "./lambda-fields";
import { ServiceFields } from "./service-fields";
import { StageValues } from "./stage-values";
import { VpcLinkFields } from "./vpc-link-fields";

export function IntegrationForm(props: FormProps) {
  const workspace = useOperation("getWorkspace", {});
  return (
    <QueryState query={workspace} what="the workspace">
      {(data) => <LoadedForm {...props} workspace={data} />}
    </QueryState>
  );
}

function LoadedForm({ workspace, ...props }: FormProps & { workspace: Workspace }) {
  const { method, edit, disabled } = props;
  const integration = method.methodIntegration;
  const change: KindProps["change"] = (next) => edit((old) => editIntegration(old, next));
  return (
    <div className="flex flex-col gap-4">
      <KindPicker method={method} disabled={disabled} onChoose={(kind) => edit((old) => startIntegration(kind, old, workspace))} />
      {integration ? (
        <>
          <FieldsOfKind {...props} workspace={workspace} integration={integration} change={change} />
          {integration.type === "MOCK" ? null : <StageValues apiId={props.apiId} integration={integration} />}
          <IntegrationSettings {...props} workspace={workspace} integration={integration} change={change} />
        </>
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

function FieldsOfKind(props: KindProps) {
  switch (kindOf(props.integration)) {
    case "lambda":
      return <LambdaFields {...props} />;
    case "http":
      return <HttpFields {...props} />;
    case "vpc-link":
      return <VpcLinkFields {...props} />;
    case "aws":
      return <ServiceFields {...props} />;
    case "mock":
      return null;
  }
}

type PickerProps = { method: Method; disabled: boolean; onChoose: (kind: KindId) => void };

function KindPicker({ method, disabled, onChoose }: PickerProps) {
  const chosen = method.methodIntegration ? kindOf(method.methodIntegration) : undefined;
  return (
    <fieldset className="flex min-w-0 flex-col gap-1" disabled={disabled}>
      <legend className="mb-1 font-medium">Kind</legend>
      {kinds.map((kind) => (
        <label
          key={kind.id}
          className={cn(
            "flex items-start gap-2.5 rounded-md border px-3 py-2 hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-accent",
            chosen === kind.id ? "border-accent bg-accent-bg/50" : "border-line",
          )}
        >
          <input
            type="radio"
            name="integration-kind"
            className="mt-1 accent-(--accent)"
            checked={chosen === kind.id}
            onChange={() => onChoose(kind.id)}
          />
          <span className="min-w-0">
            <span className="font-medium">{kind.name}</span>
            <span className="block text-muted text-sm">{kind.sentence}</span>
            <code className="block truncate text-muted text-xs" title={kind.example}>
              {kind.example}
            </code>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
