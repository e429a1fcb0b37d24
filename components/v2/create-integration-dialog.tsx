"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, NativeSelect } from "@/components/ui/field";
import type { V2ApiDefinition, V2Integration } from "@/lib/definition/v2-api";
import { IntegrationFields } from "./forms/integration-fields";
import { integrationKinds, isWhole, kindOf, kindsOf, startIntegration } from "./forms/integration-kinds";
import { kindName } from "./integration-words";

type Props = { apiId: string; definition: V2ApiDefinition; onClose: () => void; onCreated: (integrationId: string) => void };

export function CreateIntegrationDialog({ apiId, definition, onClose, onCreated }: Props) {
  const kinds = kindsOf(definition.kind);
  const [integration, setIntegration] = useState<V2Integration>(() => startIntegration(kinds[0] ?? "lambda", definition.kind));
  const { offer } = useUndo();
  const write = useWrite("createV2Integration", {
    onSuccess: ({ integrationId, revision }) => {
      offer(`Created integration ${kindName(integration)} in the draft`, revision);
      onCreated(integrationId);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New integration"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-integration" look="primary" busy={write.isPending} disabled={!isWhole(integration)}>
            Create integration
          </Button>
        </>
      }
    >
      <form
        id="create-integration"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const { integrationId: _id, integrationResponses: _responses, ...members } = integration;
          write.mutate({ apiId, integration: members });
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not create the integration.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <Field label="Kind">
          {(ids) => (
            <NativeSelect
              {...ids}
              autoFocus
              value={kindOf(integration)}
              onChange={(event) =>
                setIntegration(startIntegration(kinds.find((kind) => kind === event.target.value) ?? "lambda", definition.kind))
              }
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {integrationKinds[kind].label}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <IntegrationFields
          apiId={apiId}
          definition={definition}
          integration={integration}
          disabled={false}
          edit={(change) => setIntegration((old) => change(old))}
        />
      </form>
    </Dialog>
  );
}
