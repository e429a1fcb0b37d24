"use client";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { RevisionList } from "@/components/audit/revision-list";
import { CopyAsTexts } from "@/components/copy-as/copy-as";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Tabs } from "@/components/ui/tabs";
import type { CopySubject } from "@/lib/definition/copy-subject";

const views = ["form", "json", "history", "copy"] as const;

type Props = {
  label: string;
  apiId: string;
  entity: { model: "Route" | "Integration"; id: string };
  form: ReactNode;
  json: ReactNode;
  dirty: boolean;
};

/** The form of a thing, the whole of it as JSON, and its history. */
export function EntityTabs({ label, apiId, entity, form, json, dirty }: Props) {
  const [view, setView] = useQueryState("view", parseAsStringLiteral(views).withDefault("form"));
  const subject: CopySubject =
    entity.model === "Route" ? { kind: "route", apiId, routeId: entity.id } : { kind: "integration", apiId, integrationId: entity.id };
  useShortcut("copyAs", () => void setView("copy"));
  return (
    <Tabs
      label={label}
      value={view}
      onChange={(id) => void setView(views.find((each) => each === id) ?? "form")}
      tabs={[
        {
          id: "form",
          label: (
            <>
              Form
              {dirty ? <span role="img" aria-label="unsaved" className="size-2 rounded-full bg-warn" /> : null}
            </>
          ),
          content: view === "form" ? form : null,
        },
        { id: "json", label: "Raw JSON", content: view === "json" ? json : null },
        {
          id: "history",
          label: "History",
          content:
            view === "history" ? (
              <RevisionList filter={{ apiId, entity: entity.id, model: entity.model }} empty="Nothing was written here yet." />
            ) : null,
        },
        {
          id: "copy",
          label: "Copy as",
          content: view === "copy" ? <CopyAsTexts subject={subject} /> : null,
        },
      ]}
    />
  );
}
