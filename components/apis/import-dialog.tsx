"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect, Textarea } from "@/components/ui/field";
import { documentBytesMax } from "@/lib/definition/document-limit";

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const rest = useWrite("importOpenApi", { onSuccess: (output) => open(output, "resources") });
  const http = useWrite("importV2Api", { onSuccess: (output) => open(output, "routes") });
  const [kind, setKind] = useState<"REST" | "HTTP">("REST");
  const write = kind === "REST" ? rest : http;
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();

  async function takeFile(file: File | undefined) {
    if (!file) return;
    if (file.size > documentBytesMax) {
      setProblem(`${file.name} is larger than ${documentBytesMax / 1_048_576} MB, the limit for a document.`);
      return;
    }
    setProblem(undefined);
    setText(await file.text());
  }

  function open({ apiId, warnings }: { apiId: string; warnings: string[] }, page: string) {
    if (warnings.length > 0) toast.warning(`Imported with ${warnings.length} warnings`, { description: warnings.slice(0, 5).join("\n") });
    router.push(`/apis/${apiId}/${page}`);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Import OpenAPI"
      description="Makes a new API from a document of OpenAPI 3.0, JSON or YAML."
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            busy={write.isPending || write.isSuccess}
            disabled={text.trim() === ""}
            onClick={() => write.mutate({ document: text })}
          >
            Import as a new API
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {write.error ? (
          <Alert tone="error" title="The document was not imported; nothing was written." live>
            <code className="block max-h-80 overflow-auto whitespace-pre-wrap">{write.error.message}</code>
          </Alert>
        ) : null}
        <Field
          label="As"
          help={
            kind === "REST"
              ? "Paths become resources with methods, models and templates."
              : "Paths become routes that lead to the document's integrations."
          }
        >
          {(ids) => (
            <NativeSelect {...ids} value={kind} onChange={(event) => setKind(event.target.value === "HTTP" ? "HTTP" : "REST")}>
              <option value="REST">REST API</option>
              <option value="HTTP">HTTP API</option>
            </NativeSelect>
          )}
        </Field>
        <Field label="File" error={problem}>
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
        <Field label="Or paste the document">
          {(ids) => <Textarea {...ids} mono rows={14} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
      </div>
    </Dialog>
  );
}
