"use client";
import { Download } from "lucide-react";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { saveFile } from "@/components/ui/save-file";
import type { SdkTypeView, StageDetail } from "@/lib/client/operations";

/** A client of what the stage serves, in the language of one's choice. */
export function DownloadSdk({ stage }: { stage: StageDetail }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Download aria-hidden /> Download SDK
      </Button>
      {open ? <SdkDialog stage={stage} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

type Props = { stage: StageDetail; onClose: () => void };

const formId = "sdk";

function SdkDialog({ stage, onClose }: Props) {
  const types = useOperation("listSdkTypes", {});
  const download = useWrite("downloadSdk");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`SDK of ${stage.stageName}`}
      description="The source of a client with a method for each method of the API, its models, API keys and signatures. It needs no other package."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} busy={download.isPending} disabled={types.data === undefined}>
            Download
          </Button>
        </>
      }
    >
      <QueryState query={types} what="the kinds of SDK">
        {(all) => (
          <SdkForm
            types={all}
            error={download.error?.message}
            onSubmit={(sdkType, parameters) =>
              download.mutate(
                { apiId: stage.apiId, stageName: stage.stageName, sdkType, parameters },
                { onSuccess: (file) => saveArchive(file, onClose) },
              )
            }
          />
        )}
      </QueryState>
    </Dialog>
  );
}

function saveArchive({ name, base64 }: { name: string; base64: string }, onClose: () => void): void {
  const content = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
  saveFile({ name, content, type: "application/zip" });
  onClose();
}

type FormProps = {
  types: readonly SdkTypeView[];
  error: string | undefined;
  onSubmit: (sdkType: string, parameters: Record<string, string>) => void;
};

function SdkForm({ types, error, onSubmit }: FormProps) {
  const [id, setId] = useState("typescript");
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const type = types.find((each) => each.id === id) ?? types[0];
  const properties = type?.configurationProperties ?? [];
  return (
    <form
      id={formId}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const given = properties.map(({ name }) => [name, values[name] ?? ""] as const).filter(([, value]) => value !== "");
        if (type !== undefined) onSubmit(type.id, Object.fromEntries(given));
      }}
    >
      <Field label="Language" help={type?.description}>
        {(ids) => (
          <NativeSelect {...ids} value={type?.id} onChange={(event) => setId(event.target.value)}>
            {types.map((each) => (
              <option key={each.id} value={each.id}>
                {each.friendlyName}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {properties.map(({ name, friendlyName, description, required, defaultValue }) => (
        <Field key={name} label={friendlyName} help={description} optional={!required}>
          {(ids) => (
            <Input
              {...ids}
              required={required}
              placeholder={defaultValue}
              value={values[name] ?? ""}
              onChange={(event) => setValues({ ...values, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      {error === undefined ? null : (
        <Alert tone="error" title="The SDK was not made." live>
          <code className="whitespace-pre-wrap">{error}</code>
        </Alert>
      )}
    </form>
  );
}
