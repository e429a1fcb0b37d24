"use client";
import { Download } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useAction } from "@/components/data/use-operations";
import { CollectionButton } from "@/components/settings/collection-button";
import { Button } from "@/components/ui/button";
import { Field, NativeSelect } from "@/components/ui/field";
import { saveFile } from "@/components/ui/save-file";
import { SwitchField } from "@/components/ui/switch";
import type { V2ApiDetail } from "@/lib/client/v2-operations";

const types = { JSON: { ending: "json", type: "application/json" }, YAML: { ending: "yaml", type: "application/yaml" } } as const;

/** The OpenAPI document of an HTTP API: of its draft, or of what a stage serves. */
export function ExportPanel({ api }: { api: V2ApiDetail }) {
  const [stageName, setStageName] = useState("");
  const [includeExtensions, setExtensions] = useState(true);
  const write = useAction("exportV2Api");
  const stages = api.stages.filter(({ deploymentId }) => deploymentId !== "");

  function download(outputType: keyof typeof types) {
    write.mutate(
      { apiId: api.id, outputType, includeExtensions, ...(stageName === "" ? {} : { stageName }) },
      {
        onSuccess: ({ body }) =>
          saveFile({
            name: `${api.name.replaceAll(/[^\w.-]+/g, "-")}.${types[outputType].ending}`,
            content: body,
            type: types[outputType].type,
          }),
        onError: (error) => void toast.error("Could not export the API.", { description: error.message }),
      },
    );
  }

  return (
    <section aria-label="Export" className="flex max-w-[680px] flex-col gap-4 rounded-md border border-line bg-raised p-4">
      <h2 className="text-lg">Export</h2>
      <Field label="Of">
        {(ids) => (
          <NativeSelect {...ids} value={stageName} onChange={(event) => setStageName(event.target.value)}>
            <option value="">the draft</option>
            {stages.map((stage) => (
              <option key={stage.stageName} value={stage.stageName}>
                stage {stage.stageName}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <SwitchField
        label="Extensions of the service"
        checked={includeExtensions}
        onChange={setExtensions}
        help={
          includeExtensions
            ? "Integrations, authorizers and CORS are in it; an import makes the same API."
            : "A plain OpenAPI 3.0 document."
        }
      />
      <div className="flex gap-2">
        <Button busy={write.isPending} onClick={() => download("JSON")}>
          <Download aria-hidden /> Download JSON
        </Button>
        <Button busy={write.isPending} onClick={() => download("YAML")}>
          <Download aria-hidden /> Download YAML
        </Button>
        {stageName === "" ? null : <CollectionButton apiId={api.id} name={api.name} stageName={stageName} />}
      </div>
    </section>
  );
}
