"use client";
import { useState } from "react";
import { useAction, useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect, Textarea } from "@/components/ui/field";
import { formatBytes } from "@/lib/client/format";
import { documentBytesMax } from "@/lib/definition/document-limit";

const froms = {
  file: "A file",
  paste: "Text that I paste",
  address: "An address in this network",
  example: "The pet store example",
} as const;
type From = keyof typeof froms;

export type Source = { from: From; text: string; name?: string };

type Props = { source: Source; onChange: (source: Source) => void; onDone: () => void };

/** Where the document is. */
export function SourceStep({ source, onChange, onDone }: Props) {
  const [url, setUrl] = useState("");
  const [problem, setProblem] = useState<string>();
  const fetching = useAction("fetchDocument");
  const example = useOperation("getExampleDocument", {}, { enabled: source.from === "example" });
  const text = source.from === "example" ? (example.data?.document ?? "") : source.text;

  async function takeFile(file: File | undefined) {
    if (!file) return;
    if (file.size > documentBytesMax) {
      return setProblem(`${file.name} has ${formatBytes(file.size)}; a document may have ${formatBytes(documentBytesMax)}.`);
    }
    setProblem(undefined);
    onChange({ ...source, text: await file.text(), name: file.name });
  }

  return (
    <form
      className="flex max-w-3xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === "") return;
        onChange({ ...source, text });
        onDone();
      }}
    >
      <Field label="The document is">
        {(ids) => (
          <NativeSelect {...ids} value={source.from} onChange={(event) => onChange({ from: fromOf(event.target.value), text: "" })}>
            {Object.entries(froms).map(([from, label]) => (
              <option key={from} value={from}>
                {label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {source.from === "file" ? (
        <Field label="File" error={problem} help={`JSON or YAML, up to ${formatBytes(documentBytesMax)}.`}>
          {(ids) => (
            <Input
              {...ids}
              type="file"
              accept=".json,.yaml,.yml,application/json,application/yaml"
              className="py-1"
              onChange={(event) => void takeFile(event.target.files?.[0])}
            />
          )}
        </Field>
      ) : null}
      {source.from === "paste" ? (
        <Field label="Document">
          {(ids) => (
            <Textarea
              {...ids}
              mono
              rows={16}
              spellCheck={false}
              value={source.text}
              onChange={(event) => onChange({ from: "paste", text: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {source.from === "address" ? (
        <div className="flex items-end gap-2">
          <Field
            label="Address"
            className="flex-1"
            error={fetching.error?.message}
            help="Fetched by this server. Networks that INTEGRATION_DENY names are not asked, and redirects not followed."
          >
            {(ids) => (
              <Input
                {...ids}
                mono
                type="url"
                maxLength={2_048}
                placeholder="http://service.internal/openapi.json"
                value={url}
                onChange={(event) => setUrl(event.target.value)}
              />
            )}
          </Field>
          <Button
            className="mb-6"
            busy={fetching.isPending}
            disabled={url.trim() === ""}
            onClick={() =>
              fetching.mutate(
                { url: url.trim() },
                { onSuccess: ({ document }) => onChange({ from: "address", text: document, name: url.trim() }) },
              )
            }
          >
            Fetch the document
          </Button>
        </div>
      ) : null}
      {example.error ? (
        <Alert tone="error" live title="Could not read the example.">
          {example.error.message}
        </Alert>
      ) : null}
      {text !== "" && source.from !== "paste" ? (
        <p role="status" className="text-muted">
          {source.name ?? "The example"}: {formatBytes(new Blob([text]).size)} read.
        </p>
      ) : null}
      <div>
        <Button look="primary" type="submit" disabled={text.trim() === ""}>
          Continue to the target
        </Button>
      </div>
    </form>
  );
}

function fromOf(value: string): From {
  return value === "paste" || value === "address" || value === "example" ? value : "file";
}
