"use client";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useAction, useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { PageFrame } from "@/components/ui/page-frame";
import type { ImportReview, ImportTarget } from "@/lib/definition/import-review";
import { type ReviewRequest, ReviewStep } from "./review-step";
import { type Source, SourceStep } from "./source-step";
import { type Basepath, TargetStep } from "./target-step";

const steps = ["Source", "Target", "Preview"] as const;
type Step = (typeof steps)[number];

/** An OpenAPI document in three steps: where it is, where it goes, and what it would change. */
export function ImportWizard() {
  const { canWrite } = useUser();
  const router = useRouter();
  const [apiId] = useQueryState("api", parseAsString);
  const apis = useOperation("listApis", {});
  const [step, setStep] = useState<Step>("Source");
  const [source, setSource] = useState<Source>({ from: "file", text: "" });
  const [target, setTarget] = useState<ImportTarget>();
  const [basepath, setBasepath] = useState<Basepath>("ignore");
  // While another preview is made, and when it fails, the one before is still there, with its choices. What is applied is what it was of.
  const [reviewed, setReviewed] = useState<{ request: ReviewRequest; review: ImportReview }>();
  const reviewing = useAction("reviewImport");
  const into = apis.data?.find(({ id, kind }) => id === apiId && kind !== "WEBSOCKET");
  const byAddress: ImportTarget =
    into === undefined
      ? { kind: "REST" }
      : into.kind === "HTTP"
        ? { kind: "HTTP", apiId: into.id }
        : { kind: "REST", apiId: into.id, mode: "merge" };
  const chosen = target ?? byAddress;

  function preview(onReviewed?: () => void) {
    const request = { document: source.text, target: chosen, basepath };
    const onSuccess = (review: ImportReview) => {
      setReviewed({ request, review });
      setStep("Preview");
      onReviewed?.();
    };
    reviewing.mutate(request, { onSuccess });
  }
  if (!canWrite) {
    return (
      <PageFrame title="Import OpenAPI">
        <Alert tone="info" title="Your role may not import APIs.">
          An owner or an editor of the workspace can.
        </Alert>
      </PageFrame>
    );
  }
  return (
    <PageFrame title="Import OpenAPI" text="OpenAPI 3.0 or Swagger 2.0, JSON or YAML. Nothing is written before you apply the preview.">
      <ol aria-label="Steps" className="flex gap-6 border-line border-b pb-2">
        {steps.map((name, index) => (
          <li
            key={name}
            aria-current={name === step ? "step" : undefined}
            className={cn("text-muted", name === step && "font-medium text-fg")}
          >
            {index + 1}. {name}
          </li>
        ))}
      </ol>
      {step === "Source" ? <SourceStep source={source} onChange={setSource} onDone={() => setStep("Target")} /> : null}
      {step !== "Source" && reviewing.error ? (
        <Alert tone="error" live title="The document cannot be imported so. Nothing was written.">
          <code className="block max-h-80 overflow-auto whitespace-pre-wrap">{reviewing.error.message}</code>
        </Alert>
      ) : null}
      {step === "Target" ? (
        <>
          <TargetStep
            apis={apis.data ?? []}
            target={chosen}
            onTarget={(next) => {
              setTarget(next);
              reviewing.reset();
            }}
            basepath={basepath}
            onBasepath={setBasepath}
          />
          <div className="flex gap-2">
            <Button onClick={() => setStep("Source")}>Back to the source</Button>
            <Button look="primary" busy={reviewing.isPending} onClick={() => preview()}>
              Preview the import
            </Button>
          </div>
        </>
      ) : null}
      {step === "Preview" && reviewed ? (
        <ReviewStep
          {...reviewed}
          previewing={reviewing.isPending}
          onPreview={preview}
          onBack={() => setStep("Target")}
          onApplied={(id) => router.push(`/apis/${id}/${reviewed.request.target.kind === "HTTP" ? "routes" : "resources"}`)}
        />
      ) : null}
    </PageFrame>
  );
}
