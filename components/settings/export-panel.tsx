"use client";
import { Download } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useAction } from "@/components/data/use-operations";
import { Button } from "@/components/ui/button";
import { Field, NativeSelect } from "@/components/ui/field";
import { saveFile } from "@/components/ui/save-file";
import type { ApiDetail, DocumentExtensions } from "@/lib/client/operations";
import { CollectionButton } from "./collection-button";

const versions = { oas30: "OpenAPI 3.0", swagger: "Swagger 2.0" } as const;
const extensionWords = {
  apigateway: "all extensions",
  integrations: "integrations only",
  authorizers: "authorizers only",
  none: "no extensions",
} as const satisfies Record<DocumentExtensions, string>;
const types = { JSON: { ending: "json", type: "application/json" }, YAML: { ending: "yaml", type: "application/yaml" } } as const;

const keyIn = <Words extends object>(words: Words, text: string, otherwise: keyof Words): keyof Words =>
  (Object.keys(words) as (keyof Words)[]).find((each) => each === text) ?? otherwise;

/** The document of what a stage of a REST API serves, and a Postman collection of it. */
export function RestExportPanel({ api }: { api: ApiDetail }) {
  const [chosen, setChosen] = useState<string>();
  const [exportType, setExportType] = useState<keyof typeof versions>("oas30");
  const [extensions, setExtensions] = useState<DocumentExtensions>("apigateway");
  const write = useAction("exportApi");
  const stageName = chosen ?? api.stages[0]?.stageName ?? "";

  function download(outputType: keyof typeof types) {
    write.mutate(
      { apiId: api.id, stageName, exportType, outputType, extensions },
      {
        onSuccess: ({ body }) =>
          saveFile({
            name: `${api.name.replaceAll(/[^\w.-]+/g, "-")}-${stageName}.${types[outputType].ending}`,
            content: body,
            type: types[outputType].type,
          }),
        onError: (error) => void toast.error("Could not export the API.", { description: error.message }),
      },
    );
  }

  return (
    <section aria-label="Export" className="flex max-w-[640px] flex-col gap-4 rounded-md border border-line bg-raised p-4">
      <h2 className="text-lg">Export</h2>
      {api.stages.length === 0 ? (
        <p className="text-muted">A document says what a stage serves. Deploy the API first; Copy as has the draft.</p>
      ) : (
        <>
          <div className="grid gap-3 sm:grid-cols-3">
            <Field label="Of stage">
              {(ids) => (
                <NativeSelect {...ids} value={stageName} onChange={(event) => setChosen(event.target.value)}>
                  {api.stages.map((stage) => (
                    <option key={stage.stageName} value={stage.stageName}>
                      {stage.stageName}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
            <Field label="Document">
              {(ids) => (
                <NativeSelect {...ids} value={exportType} onChange={(event) => setExportType(keyIn(versions, event.target.value, "oas30"))}>
                  {Object.entries(versions).map(([id, words]) => (
                    <option key={id} value={id}>
                      {words}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
            <Field label="With">
              {(ids) => (
                <NativeSelect
                  {...ids}
                  value={extensions}
                  onChange={(event) => setExtensions(keyIn(extensionWords, event.target.value, "apigateway"))}
                >
                  {Object.entries(extensionWords).map(([id, words]) => (
                    <option key={id} value={id}>
                      {words}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </Field>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button busy={write.isPending} onClick={() => download("JSON")}>
              <Download aria-hidden /> Download JSON
            </Button>
            <Button busy={write.isPending} onClick={() => download("YAML")}>
              <Download aria-hidden /> Download YAML
            </Button>
            <CollectionButton apiId={api.id} name={api.name} stageName={stageName} />
          </div>
        </>
      )}
    </section>
  );
}
