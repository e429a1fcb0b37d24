"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Tabs } from "@/components/ui/tabs";
import { PreviewInputForm } from "./preview-input-form";
import { PreviewOutput } from "./preview-output";
import type { CheckState } from "./template-checker";
import type { PreviewInput } from "./use-preview-input";

type Props = {
  label: string;
  preview: PreviewInput;
  check: CheckState;
  isLarge: boolean;
  onShow: (place: { line: number; column: number }) => void;
};

/** What the template makes of a sample, and the sample itself. Folded, its bar still says how it goes. */
export function TemplatePreview({ label, preview, check, isLarge, onShow }: Props) {
  const [isOpen, setOpen] = useState(true);
  const [tab, setTab] = useState("preview");
  return (
    <section aria-label={`Preview of ${label}`} className="flex min-h-0 min-w-0 flex-1 flex-col rounded-md border border-line bg-raised">
      <header className="flex h-8 shrink-0 items-center gap-2 pr-2">
        <Button look="ghost" size="sm" className="h-8" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />} Preview
        </Button>
        <span className="flex-1" />
        <PreviewState check={check} />
      </header>
      {isOpen ? (
        <Tabs
          label={`Preview and input of ${label}`}
          value={tab}
          onChange={setTab}
          className="border-line border-t"
          tabs={[
            { id: "preview", label: "Preview", content: <PreviewOutput label={label} check={check} onShow={onShow} isLarge={isLarge} /> },
            { id: "input", label: "Input", content: <PreviewInputForm label={label} preview={preview} isInDialog={isLarge} /> },
          ]}
        />
      ) : null}
    </section>
  );
}

function PreviewState({ check }: { check: CheckState }) {
  if (check.kind === "waiting") return <span className="text-muted text-sm">Rendering…</span>;
  if (check.kind === "failed") return <Badge tone="warn">Stopped</Badge>;
  const { preview } = check.answer;
  if (preview.kind === "error") return <Badge tone="error">Fails in line {preview.line}</Badge>;
  switch (preview.json.state) {
    case "valid":
      return <Badge tone="ok">Valid JSON</Badge>;
    case "invalid":
      return <Badge tone="error">Not JSON</Badge>;
    case "empty":
      return <Badge>Empty</Badge>;
    case "other":
      return <Badge>Text</Badge>;
  }
}
