"use client";
import { useRef } from "react";
import { CopyAsTexts } from "@/components/copy-as/copy-as";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Verb } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import { Tabs } from "@/components/ui/tabs";
import type { MethodOnStage } from "@/lib/definition/method-context";
import type { Method } from "@/lib/definition/rest-api";
import type { FormProps } from "./boxes/form-props";
import { IntegrationRequestForm } from "./boxes/integration-request-form";
import { IntegrationResponseForm } from "./boxes/integration-response-form";
import { MethodRequestForm } from "./boxes/method-request-form";
import { MethodResponseForm } from "./boxes/method-response-form";
import { IntegrationForm } from "./integration/integration-form";
import { LiveChips } from "./live-chips";
import type { MethodDraft } from "./method-draft";
import { type Box, inspectorTabs } from "./use-workbench-url";

const MethodJson = lazyPart(() => import("./method-json").then((loaded) => loaded.MethodJson), "Method as JSON");
const MethodHistory = lazyPart(() => import("./method-history").then((loaded) => loaded.MethodHistory), "History");
const ConflictDialog = lazyPart(() => import("@/components/diff/conflict-dialog").then((loaded) => loaded.ConflictDialog));

const titles: Record<Box, string> = {
  "method-request": "Method request",
  "integration-request": "Integration request",
  integration: "Integration",
  "integration-response": "Integration response",
  "method-response": "Method response",
};

function FormOfBox({ box, ...props }: FormProps & { box: Box }) {
  switch (box) {
    case "method-request":
      return <MethodRequestForm {...props} />;
    case "integration-request":
      return <IntegrationRequestForm {...props} />;
    case "integration":
      return <IntegrationForm {...props} />;
    case "integration-response":
      return <IntegrationResponseForm {...props} />;
    case "method-response":
      return <MethodResponseForm {...props} />;
  }
}

type Props = {
  apiId: string;
  resourceId: string;
  path: string;
  stages: readonly MethodOnStage[];
  box: Box;
  tab: (typeof inspectorTabs)[number];
  onTab: (tab: (typeof inspectorTabs)[number]) => void;
  draft: MethodDraft;
  method: Method;
};

/** The form of the chosen box, the method as JSON, and its history; one Save for all of them. */
export function Inspector({ apiId, resourceId, path, stages, box, tab, onTab, draft, method }: Props) {
  const { canWrite } = useUser();
  const form = useRef<HTMLDivElement>(null);
  useShortcut("save", draft.save, canWrite);
  useShortcut("edit", () => form.current?.querySelector<HTMLElement>("input, select, textarea, button")?.focus());
  useShortcut("copyAs", () => onTab("copy"));
  const props: FormProps = {
    apiId,
    resourceId,
    path,
    method,
    edit: draft.edit,
    disabled: !canWrite,
    errors: draft.saveError?.fields ?? {},
  };
  return (
    <section
      aria-label={`${titles[box]} of ${method.httpMethod} ${path}`}
      data-region="inspector"
      className="flex min-h-0 flex-1 flex-col bg-raised"
    >
      <header className="flex h-11 shrink-0 items-center gap-2 border-line border-b px-3">
        <Verb verb={method.httpMethod} />
        <h2 className="truncate text-lg">{titles[box]}</h2>
        <LiveChips apiId={apiId} path={path} verb={method.httpMethod} stages={stages} />
      </header>
      {draft.saveError ? <SaveError draft={draft} path={path} verb={method.httpMethod} /> : null}
      <div ref={form} className="flex min-h-0 flex-1 flex-col">
        <Tabs
          label="Views of the method"
          value={tab}
          onChange={(id) => onTab(inspectorTabs.find((each) => each === id) ?? "form")}
          tabs={[
            {
              id: "form",
              label: <TabLabel text="Form" dirty={draft.dirty} />,
              content: tab === "form" ? <FormOfBox box={box} {...props} /> : null,
            },
            {
              id: "json",
              label: "Raw JSON",
              content: tab === "json" ? <MethodJson {...props} key={`${resourceId}${method.httpMethod}`} /> : null,
            },
            {
              id: "history",
              label: "History",
              content: tab === "history" ? <MethodHistory apiId={apiId} entity={`${resourceId}/${method.httpMethod}`} /> : null,
            },
            {
              id: "copy",
              label: "Copy as",
              content:
                tab === "copy" ? <CopyAsTexts subject={{ kind: "method", apiId, resourceId, httpMethod: method.httpMethod }} /> : null,
            },
          ]}
        />
      </div>
      {draft.dirty ? (
        <footer className="flex items-center gap-2 border-line border-t bg-sunken px-3 py-2">
          <span className="mr-auto text-muted text-sm">Unsaved, kept in this browser</span>
          <Button onClick={draft.discard}>Discard</Button>
          <Button look="primary" busy={draft.saving} onClick={draft.save} aria-keyshortcuts="Control+S">
            Save to draft
          </Button>
        </footer>
      ) : null}
    </section>
  );
}

function TabLabel({ text, dirty }: { text: string; dirty: boolean }) {
  return (
    <>
      {text}
      {dirty ? <span role="img" aria-label="unsaved" className="size-2 rounded-full bg-warn" /> : null}
    </>
  );
}

function SaveError({ draft, path, verb }: { draft: MethodDraft; path: string; verb: string }) {
  const error = draft.saveError;
  if (!error) return null;
  if (draft.conflict) {
    return (
      <ConflictDialog
        what={`${verb} ${path}`}
        changes={draft.conflict}
        busy={draft.saving}
        onMerge={draft.merge}
        onTheirs={draft.discard}
        onClose={draft.closeConflict}
      />
    );
  }
  return (
    <Alert tone="error" live className="m-3 mb-0" title={`Could not save ${verb} ${path}.`}>
      <code className="whitespace-pre-wrap">{error.message}</code>
    </Alert>
  );
}
