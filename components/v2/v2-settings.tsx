"use client";
import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useCallback, useState } from "react";
import { DeleteApiDialog } from "@/components/apis/delete-api-dialog";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { IpAddressType } from "@/components/settings/ip-address-type";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { TagsForm } from "@/components/tags/tags-form";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { SwitchField } from "@/components/ui/switch";
import { useIsClient } from "@/components/ui/use-is-client";
import { withText } from "@/components/workbench/boxes/form-props";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import type { V2ApiSettings } from "@/lib/definition/v2-api";
import { CorsFields } from "./cors-fields";
import { DomainsPanel } from "./domains-panel";
import { DraftBar } from "./draft-bar";
import { ExportPanel } from "./export-panel";
import { useReadAgain } from "./use-read-again";
import { type Sent, useSavedEdits } from "./use-saved-edits";

/** Settings of an HTTP or WebSocket API, its CORS configuration and its export. */
export function V2Settings({ apiId }: { apiId: string }) {
  const api = useOperation("getV2Api", { apiId });
  const isClient = useIsClient();
  if (!isClient) return <SkeletonRows label="Reading the settings" />;
  return (
    <PageFrame
      title="API settings"
      text="They reach clients with the next deployment."
      actions={<CopyAs what="the API" subject={{ kind: "api", apiId }} hasKey />}
    >
      <QueryState query={api} what="the settings">
        {(data) => <Loaded api={data} />}
      </QueryState>
    </PageFrame>
  );
}

type FieldsProps = { settings: V2ApiSettings; edit: (change: (old: V2ApiSettings) => V2ApiSettings) => void; disabled: boolean };

function Loaded({ api }: { api: V2ApiDetail }) {
  const { canWrite } = useUser();
  const { id: apiId, definition, versions } = api;
  const [deleting, setDeleting] = useState(false);
  const { offer } = useUndo();
  const write = useWrite("updateV2Api", {
    onError: useReadAgain(apiId),
    onSuccess: ({ revision }) => offer("Saved the settings to the draft", revision),
  });
  const inputOf = useCallback((sent: Sent<V2ApiSettings>) => ({ apiId, ...sent }), [apiId]);
  const subject = { key: `${apiId}:settings`, saved: definition.settings, version: versions[apiId] ?? 0 };
  const { value, edit, save, bar } = useSavedEdits(subject, { what: "the settings", write, inputOf });
  useShortcut("save", save, canWrite);
  const fields = { settings: value, edit, disabled: !canWrite };
  return (
    <>
      <section aria-label="Settings" className="flex max-w-[680px] flex-col rounded-md border border-line bg-raised">
        <div className="flex flex-col gap-4 p-4">
          <SharedFields {...fields} />
          {api.kind === "WEBSOCKET" ? <SocketFields {...fields} /> : null}
          {api.kind === "HTTP" ? (
            <section aria-label="CORS" className="flex flex-col gap-4 border-line border-t pt-4">
              <h2 className="text-lg">CORS</h2>
              <CorsFields
                cors={value.corsConfiguration}
                disabled={!canWrite}
                onChange={(cors) =>
                  edit(({ corsConfiguration: _old, ...rest }) => (cors === undefined ? rest : { ...rest, corsConfiguration: cors }))
                }
              />
            </section>
          ) : null}
        </div>
        <DraftBar {...bar} />
      </section>
      <TagsForm key={JSON.stringify(api.tags)} thing={{ kind: "api", apiId }} what={api.name} tags={api.tags} />
      <DomainsPanel apiId={apiId} />
      {api.kind === "HTTP" ? <ExportPanel api={api} /> : null}
      {canWrite ? (
        <section aria-label="Delete" className="flex max-w-[680px] items-center gap-3 rounded-md border border-error/40 p-4">
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

function SharedFields({ settings, edit, disabled }: FieldsProps) {
  return (
    <>
      <Field label="Name">
        {(ids) => (
          <Input
            {...ids}
            required
            maxLength={128}
            disabled={disabled}
            value={settings.name}
            onChange={(event) => edit((old) => ({ ...old, name: event.target.value }))}
          />
        )}
      </Field>
      <Field label="Description" optional>
        {(ids) => (
          <Input
            {...ids}
            maxLength={1_024}
            disabled={disabled}
            value={settings.description ?? ""}
            onChange={(event) => edit((old) => withText(old, "description", event.target.value))}
          />
        )}
      </Field>
      <Field label="Version" optional help="A word for people; nothing depends on it.">
        {(ids) => (
          <Input
            {...ids}
            maxLength={64}
            disabled={disabled}
            value={settings.version ?? ""}
            onChange={(event) => edit((old) => withText(old, "version", event.target.value))}
          />
        )}
      </Field>
      <SwitchField
        label="Disable the default endpoint"
        disabled={disabled}
        checked={settings.disableExecuteApiEndpoint}
        onChange={(disableExecuteApiEndpoint) => edit((old) => ({ ...old, disableExecuteApiEndpoint }))}
        help={
          settings.disableExecuteApiEndpoint ? (
            <>
              Only{" "}
              <Link href="/domains" className="text-accent underline">
                custom domains
              </Link>{" "}
              that lead here answer.
            </>
          ) : (
            "The execute-api address answers."
          )
        }
      />
      <IpAddressType
        value={settings.ipAddressType ?? "ipv4"}
        disabled={disabled}
        onChange={(ipAddressType) => edit((old) => ({ ...old, ipAddressType }))}
      />
    </>
  );
}

function SocketFields({ settings, edit, disabled }: FieldsProps) {
  return (
    <>
      <Field label="Route selection expression" help="What in a message names its route.">
        {(ids) => (
          <Input
            {...ids}
            mono
            required
            autoComplete="off"
            maxLength={512}
            disabled={disabled}
            value={settings.routeSelectionExpression}
            onChange={(event) => edit((old) => ({ ...old, routeSelectionExpression: event.target.value }))}
          />
        )}
      </Field>
      <Field label="API key selection expression" help="Where the key of a handshake is: a header, or what the authorizer names.">
        {(ids) => (
          <Input
            {...ids}
            mono
            required
            autoComplete="off"
            maxLength={512}
            disabled={disabled}
            value={settings.apiKeySelectionExpression}
            onChange={(event) => edit((old) => ({ ...old, apiKeySelectionExpression: event.target.value }))}
          />
        )}
      </Field>
    </>
  );
}
