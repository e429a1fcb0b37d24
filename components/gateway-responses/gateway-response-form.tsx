"use client";
import { useState } from "react";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { MapTable } from "@/components/ui/map-table";
import { TemplatesEditor } from "@/components/workbench/boxes/templates-editor";
import { createMergePatch } from "@/lib/base/merge-patch";
import type { Output } from "@/lib/client/operations";

type Listed = Output<"listGatewayResponses">[number];

export function GatewayResponseForm({ apiId, response }: { apiId: string; response: Listed }) {
  const { canWrite } = useUser();
  const saved = {
    statusCode: response.statusCode ?? "",
    responseParameters: response.responseParameters ?? {},
    responseTemplates: response.responseTemplates ?? {},
  };
  const [form, setForm] = useState(saved);
  const put = useWrite("putGatewayResponse");
  const reset = useWrite("deleteGatewayResponse");
  const { offer } = useUndo();
  const dirty = createMergePatch(saved, form) !== undefined;
  const type = response.responseType;
  const offerUndo = (text: string) => ({
    onSuccess: ({ revision }: { revision: number }) => offer(text, revision),
  });

  function save() {
    if (!dirty) return;
    const { statusCode, responseParameters, responseTemplates } = form;
    put.mutate(
      {
        apiId,
        responseType: type,
        ...(statusCode === "" ? {} : { statusCode }),
        ...(Object.keys(responseParameters).length === 0 ? {} : { responseParameters }),
        ...(Object.keys(responseTemplates).length === 0 ? {} : { responseTemplates }),
      },
      offerUndo(`Saved ${type} to the draft`),
    );
  }
  useShortcut("save", save, canWrite);
  const error = put.error ?? reset.error;

  return (
    <section aria-label={type} className="flex min-w-0 flex-col gap-4 rounded-md border border-line bg-raised p-4">
      <header className="flex items-center gap-2">
        <h2 className="mr-auto font-mono text-lg">{type}</h2>
        {response.defaultResponse ? null : <CopyAs what={type} subject={{ kind: "gatewayResponse", apiId, responseType: type }} hasKey />}
      </header>
      {error ? (
        <Alert tone="error" live title={`Could not save ${type}.`}>
          <code>{error.message}</code>
        </Alert>
      ) : null}
      <Field label="Status" optional help={form.statusCode === "" ? "The status that the cause gives." : `Clients get ${form.statusCode}.`}>
        {(ids) => (
          <Input
            {...ids}
            mono
            className="w-24"
            inputMode="numeric"
            maxLength={3}
            disabled={!canWrite}
            value={form.statusCode}
            onChange={(event) => setForm({ ...form, statusCode: event.target.value })}
          />
        )}
      </Field>
      <MapTable
        label="Headers"
        keyLabel="To"
        valueLabel="From"
        keyPlaceholder="gatewayresponse.header.X-Reason"
        valuePlaceholder="'text' or context.error.message"
        addLabel="Add a header"
        disabled={!canWrite}
        values={form.responseParameters}
        onChange={(responseParameters) => setForm({ ...form, responseParameters })}
      />
      <div className="flex flex-col gap-1">
        <h3 className="font-medium">Templates</h3>
        <TemplatesEditor
          apiId={apiId}
          side="response"
          label={`Template of ${type}`}
          placeOf={(contentType) => ({ kind: "gateway-response", responseType: type, contentType })}
          disabled={!canWrite}
          templates={form.responseTemplates}
          onChange={(templates) =>
            setForm({ ...form, responseTemplates: Object.fromEntries(Object.entries(templates).map(([name, text]) => [name, text ?? ""])) })
          }
        />
      </div>
      {canWrite ? (
        <div className="flex gap-2">
          <Button look="primary" busy={put.isPending} disabled={!dirty} onClick={save} aria-keyshortcuts="Control+S">
            Save to draft
          </Button>
          {dirty ? <Button onClick={() => setForm(saved)}>Discard</Button> : null}
          {response.defaultResponse ? null : (
            <Button
              busy={reset.isPending}
              onClick={() => reset.mutate({ apiId, responseType: type }, offerUndo(`${type} is the service's own again`))}
            >
              Back to the default
            </Button>
          )}
        </div>
      ) : null}
    </section>
  );
}
