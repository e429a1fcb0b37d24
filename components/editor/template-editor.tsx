"use client";
import { Maximize2 } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { hasOpenWidget } from "./has-open-widget";
import { forgetModel } from "./model-memory";
import type { PreviewText } from "./preview-input";
import { TemplateWorkspace } from "./template-workspace";
import { usePreviewInput } from "./use-preview-input";
import { useTemplateCheck } from "./use-template-check";

type Props = {
  apiId: string;
  /** Which `$input` the template reads: the client's request or the backend's answer. */
  side: "request" | "response";
  label: string;
  /** What the input of the preview is remembered under, when the label alone does not tell. */
  inputKey?: string;
  contentType: string;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
  /** A body to preview with, such as a sample of the method's model. */
  sampleBody?: unknown;
  /** More of the preview's input, such as that of a logged request. */
  sample?: Partial<PreviewText>;
};

/** A mapping template with its problems and a live preview, in place or large. */
export function TemplateEditor({
  apiId,
  side,
  label,
  contentType,
  value,
  onChange,
  readOnly = false,
  inputKey = "",
  sampleBody,
  sample,
}: Props) {
  const modelId = useId();
  const [isLarge, setLarge] = useState(false);
  const preview = usePreviewInput({ key: `${apiId} ${inputKey} ${label}`, side, sample, sampleBody });
  const check = useTemplateCheck({ text: value, contentType, input: preview.input });
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
