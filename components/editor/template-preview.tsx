"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import { Tabs } from "@/components/ui/tabs";
import type { TemplateTestDetail } from "@/lib/client/test-operations";
import type { TemplatePlace } from "@/lib/definition/template-test";
import type { SampleSide } from "@/lib/vtl/sample-input";
import type { EditorHandle } from "./editor-handle";
import { InputPicker } from "./input-picker";
import { PreviewInputForm } from "./preview-input-form";
import { PreviewOutput } from "./preview-output";
import type { CheckState } from "./template-checker";
import type { TemplateRoute } from "./template-route";
import type { PreviewInput } from "./use-preview-input";

// Both run the engine of templates in the page.
const TemplateDebug = lazyPart(() => import("./template-debug").then((loaded) => loaded.TemplateDebug), "Debug");
const TemplateTests = lazyPart(() => import("./template-tests").then((loaded) => loaded.TemplateTests), "Tests");

export type PreviewTab = "preview" | "debug" | "tests" | "input";

export type PreviewProps = {
  apiId: string;
  side: SampleSide;
  label: string;
  readOnly: boolean;
  preview: PreviewInput;
  check: CheckState;
  isLarge: boolean;
  tab: PreviewTab;
  onTab: (tab: PreviewTab) => void;
  /** Without one the template has no tests. */
  place: TemplatePlace | undefined;
  tests: readonly TemplateTestDetail[];
  route: TemplateRoute | undefined;
};

type Props = PreviewProps & { handle: EditorHandle | undefined };

/** What the template makes of a sample, step by step too, its tests, and the sample itself. Folded, its bar still says how it goes. */
export function TemplatePreview({ handle, ...props }: Props) {
  const { label, check, isLarge, tab, onTab } = props;
  const [isOpen, setOpen] = useState(true);
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
          onChange={(id) => onTab(tabNames.find((each) => each === id) ?? "preview")}
          className="border-line border-t"
          tabs={[
            {
              id: "preview",
              label: "Preview",
              content: <PreviewOutput label={label} check={check} onShow={(place) => handle?.reveal(place)} isLarge={isLarge} />,
            },
            {
              id: "debug",
              label: "Debug",
              content: tab === "debug" ? <TemplateDebug label={label} check={check} handle={handle} /> : null,
            },
            ...testsTab(props),
            { id: "input", label: "Input", content: tab === "input" ? <InputTab {...props} /> : null },
          ]}
        />
      ) : null}
    </section>
  );
}

const tabNames: readonly PreviewTab[] = ["preview", "debug", "tests", "input"];

function testsTab({ apiId, label, readOnly, preview, check, tab, place, tests, onTab }: PreviewProps) {
  if (place === undefined) return [];
  const content =
    tab === "tests" ? (
      <TemplateTests
        apiId={apiId}
        label={label}
        place={place}
        tests={tests}
        check={check}
        sample={preview.text}
        canWrite={!readOnly}
        onUse={(input) => {
          preview.change(input);
          onTab("input");
        }}
      />
    ) : null;
  return [{ id: "tests", label: tests.length === 0 ? "Tests" : `Tests ${tests.length}`, content }];
}

function InputTab({ apiId, side, label, preview, isLarge, route }: PreviewProps) {
  return (
    <div className="flex flex-col gap-3">
      {route ? <InputPicker apiId={apiId} side={side} route={route} onPick={preview.change} /> : null}
      <PreviewInputForm label={label} preview={preview} isInDialog={isLarge} />
    </div>
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
