"use client";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { DeleteApiDialog } from "@/components/apis/delete-api-dialog";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { TagsForm } from "@/components/tags/tags-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect, Textarea } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { SwitchField } from "@/components/ui/switch";
import { createMergePatch } from "@/lib/base/merge-patch";
import type { Patch } from "@/lib/client/operation-kinds";
import type { ApiDetail } from "@/lib/client/operations";
import type { RestApiSettings } from "@/lib/definition/rest-api";
import { EndpointFields } from "./endpoint-fields";
import { RestExportPanel } from "./export-panel";
import { TlsFields } from "./tls-fields";

export function ApiSettings({ apiId }: { apiId: string }) {
  const api = useOperation("getApi", { apiId });
  return (
    <PageFrame
      title="API settings"
      text="They reach clients with the next deployment."
      actions={<CopyAs what="the API" subject={{ kind: "api", apiId }} hasKey />}
    >
      <QueryState query={api} what="the settings">
        {(data) => <SettingsForm key={data.version} api={data} />}
      </QueryState>
    </PageFrame>
  );
}

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function SettingsForm({ api }: { api: ApiDetail }) {
  const { canWrite } = useUser();
  const [settings, setSettings] = useState<RestApiSettings>(api.settings);
  const [types, setTypes] = useState((api.settings.binaryMediaTypes ?? []).join("\n"));
  const [deleting, setDeleting] = useState(false);
  const write = useWrite("updateApi");
  const { offer } = useUndo();
  const binaryMediaTypes = lines(types);
  const { binaryMediaTypes: _old, ...rest } = settings;
  const patch = createMergePatch(api.settings, { ...rest, ...(binaryMediaTypes.length > 0 ? { binaryMediaTypes } : {}) });
  const set = (part: Partial<RestApiSettings>) => setSettings({ ...settings, ...part });

  function save() {
    if (patch === undefined) return;
    // The patch is between two settings, so its members are those of settings.
    write.mutate(
      { apiId: api.id, patch: patch as Patch<RestApiSettings>, expectedVersion: api.version },
      {
        onSuccess: ({ revision }) => offer("Saved the settings to the draft", revision),
      },
    );
  }
  useShortcut("save", save, canWrite);

  return (
    <>
      <form
        aria-label="Settings"
        className="flex max-w-[640px] flex-col gap-4 rounded-md border border-line bg-raised p-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not save the settings.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <Field label="Name">
          {(ids) => (
            <Input
              {...ids}
              required
              maxLength={1024}
              disabled={!canWrite}
              value={settings.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="Description" optional>
          {(ids) => (
            <Input
              {...ids}
              maxLength={1024}
              disabled={!canWrite}
              value={settings.description ?? ""}
              onChange={(event) => set({ description: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="API key source"
          help={settings.apiKeySource === "HEADER" ? "Keys come in the header x-api-key." : "Keys come from the authorizer's answer."}
        >
          {(ids) => (
            <NativeSelect
              {...ids}
              disabled={!canWrite}
              value={settings.apiKeySource}
              onChange={(event) => set({ apiKeySource: event.target.value === "AUTHORIZER" ? "AUTHORIZER" : "HEADER" })}
            >
              <option value="HEADER">Header</option>
              <option value="AUTHORIZER">Authorizer</option>
            </NativeSelect>
          )}
        </Field>
        <Field
          label="Binary media types"
          optional
          help="One a line, for example image/png or */*. Bodies of these types are taken as bytes."
        >
          {(ids) => (
            <Textarea {...ids} mono rows={3} disabled={!canWrite} value={types} onChange={(event) => setTypes(event.target.value)} />
          )}
        </Field>
        <Field
          label="Compress answers from, bytes"
          optional
          help={
            settings.minimumCompressionSize === undefined
              ? "Answers are not compressed."
              : `Answers of ${settings.minimumCompressionSize} bytes and more are compressed when the client accepts it.`
          }
        >
          {(ids) => (
            <Input
              {...ids}
              type="number"
              min={0}
              max={10_485_760}
              disabled={!canWrite}
              value={settings.minimumCompressionSize ?? ""}
              onChange={(event) => {
                const { minimumCompressionSize: _gone, ...others } = settings;
                setSettings(
                  Number.isNaN(event.target.valueAsNumber) ? others : { ...others, minimumCompressionSize: event.target.valueAsNumber },
                );
              }}
            />
          )}
        </Field>
        <SwitchField
          label="Disable the default endpoint"
          disabled={!canWrite}
          checked={settings.disableExecuteApiEndpoint}
          onChange={(disableExecuteApiEndpoint) => set({ disableExecuteApiEndpoint })}
          help={settings.disableExecuteApiEndpoint ? "Only custom domains answer." : "The execute-api address answers."}
        />
        <EndpointFields settings={settings} disabled={!canWrite} onChange={setSettings} />
        <TlsFields settings={settings} disabled={!canWrite} onChange={setSettings} />
        {canWrite ? (
          <Button type="submit" look="primary" className="self-start" busy={write.isPending} disabled={patch === undefined}>
            Save to draft
          </Button>
        ) : null}
      </form>
      <TagsForm key={JSON.stringify(api.tags)} thing={{ kind: "api", apiId: api.id }} what={api.name} tags={api.tags} />
      <RestExportPanel api={api} />
      {canWrite ? (
        <section aria-label="Delete" className="flex max-w-[640px] items-center gap-3 rounded-md border border-error/40 p-4">
          <p className="flex-1">Deleting stops every stage at once.</p>
          <Button look="danger" onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden /> Delete API ...
          </Button>
        </section>
      ) : null}
      {deleting ? <DeleteApiDialog api={api} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}
