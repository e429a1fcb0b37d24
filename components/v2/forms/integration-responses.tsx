"use client";
import { ChevronRight, Trash2 } from "lucide-react";
import { useCallback, useState } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { ContentHandlingField } from "@/components/workbench/boxes/content-handling-field";
import { withMap, withText } from "@/components/workbench/boxes/form-props";
import { TemplatesEditor } from "@/components/workbench/boxes/templates-editor";
import type { V2Integration, V2IntegrationResponse } from "@/lib/definition/v2-api";
import { DraftBar } from "../draft-bar";
import { useReadAgain } from "../use-read-again";
import { type Sent, useSavedEdits } from "../use-saved-edits";
import { templateKeys, withoutNulls } from "./integration-request-form";

type Props = { apiId: string; integration: V2Integration; version: number; disabled: boolean };

/** What a backend's answers are made into before they go back over the connection; the first key that fits is taken. */
export function IntegrationResponses({ apiId, integration, version, disabled }: Props) {
  const { integrationId, integrationType: type, integrationResponses: responses = [] } = integration;
  const [key, setKey] = useState("");
  const { offer } = useUndo();
  const create = useWrite("createV2IntegrationResponse", {
    onSuccess: ({ revision }, { integrationResponseKey }) => offer(`Added the response ${integrationResponseKey} to the draft`, revision),
    onError: (error) => void toast.error("Could not add the response.", { description: error.message }),
  });
  if (type === "HTTP_PROXY" || type === "AWS_PROXY") return <p className="text-muted">A proxy answers as it is.</p>;
  const wanted = key.trim() || "$default";
  const isTaken = responses.some((each) => each.integrationResponseKey === wanted);
  function add() {
    if (isTaken || create.isPending) return;
    create.mutate({ apiId, integrationId, integrationResponseKey: wanted }, { onSuccess: () => setKey("") });
  }
  return (
    <div className="flex flex-col gap-2">
      {responses.length === 0 ? (
        <p className="text-muted text-sm">Without a response every answer passes as it came, on routes that are two-way.</p>
      ) : null}
      {responses.map((response) => (
        <OneResponse
          key={response.integrationResponseId}
          apiId={apiId}
          integrationId={integrationId}
          response={response}
          version={version}
          disabled={disabled}
          isOpen={responses.length === 1}
        />
      ))}
      {disabled ? null : (
        <div className="flex gap-1">
          <Input
            mono
            aria-label="Key of the new response"
            placeholder="$default, or a status such as /5\d\d/"
            value={key}
            onChange={(event) => setKey(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
          />
          <Button disabled={isTaken} busy={create.isPending} onClick={add}>
            Add response
          </Button>
        </div>
      )}
    </div>
  );
}

type OneProps = {
  apiId: string;
  integrationId: string;
  response: V2IntegrationResponse;
  version: number;
  disabled: boolean;
  isOpen: boolean;
};

function OneResponse({ apiId, integrationId, response, version, disabled, isOpen }: OneProps) {
  const { integrationResponseId, integrationResponseKey: key } = response;
  const { offer } = useUndo();
  const write = useWrite("updateV2IntegrationResponse", {
    onError: useReadAgain(apiId),
    onSuccess: ({ revision }) => offer(`Saved the response ${key} to the draft`, revision),
  });
  const remove = useWrite("deleteV2IntegrationResponse", {
    onSuccess: ({ revision }) => offer(`Removed the response ${key} from the draft`, revision),
    onError: (error) => void toast.error(`Could not remove the response ${key}.`, { description: error.message }),
  });
  const inputOf = useCallback(
    (sent: Sent<V2IntegrationResponse>) => ({ apiId, integrationId, integrationResponseId, ...sent }),
    [apiId, integrationId, integrationResponseId],
  );
  const subject = { key: `${apiId}:ir:${integrationId}:${integrationResponseId}`, saved: response, version };
  const { value, edit, dirty, save, bar } = useSavedEdits(subject, { what: `the response ${key}`, write, inputOf });
  useShortcut("save", save, dirty);
  const templates = Object.keys(value.responseTemplates ?? {});
  return (
    <details open={isOpen} className="group rounded-md border border-line">
      <summary className="flex h-9 list-none items-center gap-2 px-2 outline-offset-[-2px] [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 text-muted transition-transform group-open:rotate-90" />
        <span className="font-mono font-semibold">{key}</span>
        <span className="min-w-0 flex-1 truncate text-muted text-sm">
          {templates.length > 0 ? `Templates ${templates.join(", ")}` : "Passes as it came"}
        </span>
      </summary>
      <div className="flex flex-col gap-3 border-line border-t p-3">
        <TemplatesEditor
          apiId={apiId}
          apiKind="WEBSOCKET"
          side="response"
          label={`Template of ${key}`}
          owner={integrationId}
          chosenBy={templateKeys}
          templates={value.responseTemplates ?? {}}
          disabled={disabled}
          onChange={(next) => edit((old) => withMap(old, "responseTemplates", withoutNulls(next)))}
        />
        <Field label="Template selection expression" optional>
          {(ids) => (
            <Input
              {...ids}
              mono
              autoComplete="off"
              disabled={disabled}
              value={value.templateSelectionExpression ?? ""}
              onChange={(event) => edit((old) => withText(old, "templateSelectionExpression", event.target.value))}
            />
          )}
        </Field>
        <ContentHandlingField
          value={value.contentHandlingStrategy}
          disabled={disabled}
          onChange={(strategy) =>
            edit(({ contentHandlingStrategy: _old, ...old }) => (strategy ? { ...old, contentHandlingStrategy: strategy } : old))
          }
        />
        {disabled ? null : (
          <Button
            look="danger"
            className="self-start"
            busy={remove.isPending}
            onClick={() => remove.mutate({ apiId, integrationId, integrationResponseId })}
          >
            <Trash2 aria-hidden /> Remove {key}
          </Button>
        )}
      </div>
      <DraftBar {...bar} />
    </details>
  );
}
