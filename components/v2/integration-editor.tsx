"use client";
import { useCallback } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Field, Input } from "@/components/ui/field";
import { lazyPart } from "@/components/ui/lazy-part";
import { withText } from "@/components/workbench/boxes/form-props";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import type { V2Integration } from "@/lib/definition/v2-api";
import { DraftBar } from "./draft-bar";
import { EntityTabs } from "./entity-tabs";
import { type IntegrationFormProps, integrationMaps } from "./forms/form-props";
import { IntegrationFields } from "./forms/integration-fields";
import { IntegrationRequestForm } from "./forms/integration-request-form";
import { IntegrationResponses } from "./forms/integration-responses";
import { MappingForm } from "./forms/mapping-form";
import { kindName } from "./integration-words";
import { useReadAgain } from "./use-read-again";
import { type Sent, useSavedEdits } from "./use-saved-edits";

export type IntegrationPart = "integration" | "integration-request" | "integration-response" | "mapping";

type Props = { api: V2ApiDetail; integration: V2Integration; part: IntegrationPart };

const IntegrationJson = lazyPart(() => import("./integration-json").then((loaded) => loaded.IntegrationJson), "Integration as JSON");

export const integrationDraftKey = (apiId: string, integrationId: string) => `${apiId}:i:${integrationId}`;

/** One part of an integration, with its save. */
export function IntegrationEditor({ api, integration, part }: Props) {
  const { canWrite } = useUser();
  const { id: apiId, definition, versions } = api;
  const { integrationId } = integration;
  const saved = versions[integrationId] ?? 0;
  const { offer } = useUndo();
  const write = useWrite("updateV2Integration", {
    onError: useReadAgain(apiId),
    onSuccess: ({ revision }) => offer(`Saved the integration ${kindName(integration)} to the draft`, revision),
  });
  const inputOf = useCallback((sent: Sent<V2Integration>) => ({ apiId, integrationId, ...sent }), [apiId, integrationId]);
  const { value, edit, dirty, save, bar } = useSavedEdits(
    { key: integrationDraftKey(apiId, integrationId), saved: integration, version: saved, mergedMaps: integrationMaps },
    { what: "the integration", write, inputOf },
  );
  useShortcut("save", save, canWrite);
  const form = { apiId, definition, integration: value, edit, disabled: !canWrite };
  return (
    <>
      <EntityTabs
        label="Views of the integration"
        apiId={apiId}
        entity={{ model: "Integration", id: integrationId }}
        dirty={dirty}
        form={<PartForm part={part} saved={integration} version={saved} {...form} />}
        json={<IntegrationJson value={value} edit={edit} disabled={!canWrite} />}
      />
      <DraftBar {...bar} />
    </>
  );
}

type PartProps = IntegrationFormProps & { part: IntegrationPart; saved: V2Integration; version: number };

function PartForm({ part, saved, version, ...form }: PartProps) {
  switch (part) {
    case "integration":
      return <IntegrationFields {...form} />;
    case "integration-request":
      return <IntegrationRequestForm {...form} />;
    case "mapping":
      return <MappingForm {...form} />;
    case "integration-response":
      return (
        <div className="flex flex-col gap-4">
          <SelectionField {...form} />
          <IntegrationResponses apiId={form.apiId} integration={saved} version={version} disabled={form.disabled} />
        </div>
      );
  }
}

function SelectionField({ integration, edit, disabled }: IntegrationFormProps) {
  if (integration.integrationType === "HTTP_PROXY" || integration.integrationType === "AWS_PROXY") return null;
  return (
    <Field label="Response selection expression" optional help="What is compared with the keys of the responses.">
      {(ids) => (
        <Input
          {...ids}
          mono
          autoComplete="off"
          disabled={disabled}
          placeholder="${integration.response.statuscode}"
          value={integration.integrationResponseSelectionExpression ?? ""}
          onChange={(event) => edit((old) => withText(old, "integrationResponseSelectionExpression", event.target.value))}
        />
      )}
    </Field>
  );
}
