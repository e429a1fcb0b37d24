"use client";
import { Maximize2 } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { TemplatePlace } from "@/lib/definition/template-test";
import type { TemplateApiKind } from "@/lib/vtl/reference";
import { hasOpenWidget } from "./has-open-widget";
import { forgetModel } from "./model-memory";
import type { TemplateQuestion } from "./template-check";
import type { PreviewTab } from "./template-preview";
import type { TemplateRoute } from "./template-route";
import { TemplateWorkspace } from "./template-workspace";
import { usePreviewInput } from "./use-preview-input";
import { useStageVariables } from "./use-stage-variables";
import { useTemplateCheck } from "./use-template-check";
import { useTemplateTests } from "./use-template-tests";

type Props = {
  apiId: string;
  apiKind?: TemplateApiKind | undefined;
  /** Which `$input` the template reads: the client's request or the backend's answer. */
  side: "request" | "response";
  label: string;
  /** What the input of the preview is remembered under, when the label alone does not tell. */
  inputKey?: string;
  contentType: string;
  /** The content type of what the template makes, when it is another one. */
  outputType?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
  /** A body to preview with, such as a sample of the method's model. */
  sampleBody?: unknown;
  /** A sample of the method's model, which types completion whatever the preview reads. */
  modelBody?: string | undefined;
  /** Where the template stands; without one it has no tests. */
  place?: TemplatePlace | undefined;
  /** The method whose requests can be the input. */
  route?: TemplateRoute | undefined;
};

/** A mapping template with its problems and a live preview, in place or large. */
export function TemplateEditor({
  apiId,
  apiKind = "REST",
  side,
  label,
  contentType,
  outputType,
  value,
  onChange,
  readOnly = false,
  inputKey = "",
  sampleBody,
  modelBody,
  place,
  route,
}: Props) {
  const modelId = useId();
  const [isLarge, setLarge] = useState(false);
  const [tab, setTab] = useState<PreviewTab>("preview");
  const preview = usePreviewInput({ key: `${apiId} ${inputKey} ${label}`, side, sampleBody });
  const stageVariables = useStageVariables(apiId, apiKind);
  const tests = useTemplateTests(apiId, place);
  const question = useMemo<TemplateQuestion>(
    () => ({
      text: value,
      contentType,
      input: preview.input,
      apiKind,
      ...(outputType === undefined ? {} : { outputType }),
      ...(stageVariables === undefined ? {} : { stageVariables }),
      // What nobody looks at is not worked out.
      ...(tab === "debug" ? { withTrace: true } : {}),
      ...(tab === "tests" ? { tests: tests.map(({ id, input, expected }) => ({ id, input, expected })) } : {}),
    }),
    [value, contentType, outputType, preview.input, apiKind, stageVariables, tab, tests],
  );
  const check = useTemplateCheck(question);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => () => forgetModel(modelId), [modelId]);

  function openLarge(open: boolean) {
    // Escape closes what the editor itself has open first.
    if (!open && hasOpenWidget()) return;
    setLarge(open);
    if (!open) setTimeout(() => opener.current?.focus());
  }

  const workspace = (
    <TemplateWorkspace
      label={label}
      value={value}
      onChange={onChange}
      readOnly={readOnly}
      modelId={modelId}
      preview={preview}
      check={check}
      isLarge={isLarge}
      tab={tab}
      onTab={setTab}
      apiId={apiId}
      side={side}
      apiKind={apiKind}
      modelBody={modelBody}
      stageVariables={stageVariables}
      route={route}
      place={place}
      tests={tests}
    />
  );
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Button ref={opener} look="ghost" size="sm" className="self-end" aria-label={`Open large: ${label}`} onClick={() => openLarge(true)}>
        <Maximize2 aria-hidden /> Open large
      </Button>
      {isLarge ? (
        <p className="rounded-md border border-line border-dashed p-4 text-center text-muted">The template is open in the large view.</p>
      ) : (
        workspace
      )}
      <Dialog
        open={isLarge}
        onOpenChange={openLarge}
        title={label}
        description="Changes are kept as you type; save with the form."
        width="xl"
      >
        {isLarge ? workspace : null}
      </Dialog>
    </div>
  );
}
