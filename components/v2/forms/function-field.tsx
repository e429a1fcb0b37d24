"use client";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Field, Input } from "@/components/ui/field";
import { functionOf, functionUri, type Workspace } from "@/components/workbench/integration/aws-uri";
import type { ApiKind } from "@/lib/client/operations";

type Props = { label?: string; kind: ApiKind; uri: string; onChange: (uri: string) => void; disabled: boolean };

/** A function by its name in this account, or by its ARN. */
export function FunctionField({ label = "Function", kind, uri, onChange, disabled }: Props) {
  const workspace = useOperation("getWorkspace", {});
  // What is typed may not be a whole name yet; it stays as typed while it means the stored address.
  const [typed, setTyped] = useState<string>();
  const { data } = workspace;
  const isSame = typed !== undefined && data !== undefined && addressOf(kind, typed, data) === uri;
  return (
    <Field label={label} help="A name in this account and region, or an ARN. ${stageVariables.name} is replaced per stage.">
      {(ids) => (
        <Input
          {...ids}
          mono
          autoComplete="off"
          spellCheck={false}
          disabled={disabled || data === undefined}
          placeholder="hello"
          value={isSame ? typed : shownFunction(uri, data)}
          onChange={(event) => {
            setTyped(event.target.value);
            if (data) onChange(addressOf(kind, event.target.value, data));
          }}
        />
      )}
    </Field>
  );
}

/** HTTP APIs name a function by its ARN, WebSocket APIs by the address that invokes it. */
function addressOf(kind: ApiKind, text: string, workspace: Workspace): string {
  const uri = functionUri(text, workspace);
  if (kind !== "HTTP" || text.trim().startsWith("arn:aws:apigateway:")) return uri;
  return /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function shownFunction(uri: string, workspace: Workspace | undefined): string {
  if (workspace === undefined) return uri;
  const own = `arn:aws:lambda:${workspace.region}:${workspace.accountId}:function:`;
  const shown = functionOf(uri, workspace);
  return shown.startsWith(own) ? shown.slice(own.length) : shown;
}
