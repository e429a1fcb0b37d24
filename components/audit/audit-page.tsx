"use client";
import { Download, FileClock } from "lucide-react";
import { useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { useAction, useOperation } from "@/components/data/use-operations";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input, NativeSelect } from "@/components/ui/field";
import { Menu } from "@/components/ui/menu";
import { PageFrame } from "@/components/ui/page-frame";
import { saveFile } from "@/components/ui/save-file";
import type { AuditFilter } from "@/lib/client/audit-operations";
import { type AuditView, auditParsers, auditTimes, filterOf, isNarrowed } from "./audit-filter";
import { RevisionList } from "./revision-list";

const doors = { console: "Console", api: "AWS endpoint", system: "Gatehouse itself" } as const;
const timeNames = {
  "": "All that is kept",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  dates: "Days ...",
} as const;
const nothing = { who: null, kind: null, api: null, via: null, time: "", from: null, to: null, open: null } as const;

/** Every change of the workspace, narrowed by who, what, where and when; the address has all of it. */
export function AuditPage() {
  const [{ open, ...view }, setView] = useQueryStates(auditParsers, { history: "push" });
  const filter = filterOf(view);
  const narrow = (change: Partial<AuditView>) => void setView({ ...change, open: null });
  return (
    <PageFrame
      title="Audit"
      text="Every change of every API: who, when, through which door, and what was before."
      actions={<ExportMenu filter={filter} />}
    >
      <Filters view={view} onChange={narrow} />
      <RevisionList
        filter={filter}
        opened={{ seq: open, onOpen: (seq) => void setView({ open: seq }, { history: "replace" }) }}
        empty={
          isNarrowed(view) ? (
            <EmptyState icon={<FileClock />} title="No change matches">
              Changes are kept for 90 days, and the latest 10,000 longer. Another time or fewer filters may find more.
            </EmptyState>
          ) : (
            <EmptyState icon={<FileClock />} title="Nothing was changed yet">
              Each change of an API, a key, a plan, a domain or a member appears here with who made it and what was before.
            </EmptyState>
          )
        }
      />
    </PageFrame>
  );
}

type FiltersProps = { view: AuditView; onChange: (change: Partial<AuditView>) => void };

function Filters({ view, onChange }: FiltersProps) {
  const facets = useOperation("getAuditFacets", {});
  const { actors = [], kinds = [], apis = [] } = facets.data ?? {};
  return (
    <search aria-label="Changes" className="flex flex-wrap items-center gap-2">
      <Choice label="Who" all="Everybody" value={view.who} onChange={(who) => onChange({ who })} known={actors} />
      <Choice
        label="Kind"
        all="All kinds"
        value={view.kind}
        onChange={(kind) => onChange({ kind })}
        known={kinds.map((kind) => ({ id: kind, name: kindName(kind) }))}
      />
      <Choice
        label="API"
        all="All APIs"
        value={view.api}
        onChange={(api) => onChange({ api })}
        known={apis.map(({ id, name, isGone }) => ({ id, name: isGone ? `${name} (deleted)` : name }))}
      />
      <Choice
        label="Through"
        all="Every door"
        value={view.via}
        onChange={(via) => onChange({ via: via as AuditView["via"] })}
        known={Object.entries(doors).map(([id, name]) => ({ id, name }))}
      />
      <NativeSelect
        aria-label="Time"
        className="w-40"
        value={view.time}
        onChange={(event) => onChange({ time: auditTimes.find((time) => time === event.target.value) ?? "" })}
      >
        {auditTimes.map((time) => (
          <option key={time} value={time}>
            {timeNames[time]}
          </option>
        ))}
      </NativeSelect>
      {view.time === "dates" ? (
        <>
          <Day label="From" value={view.from} onChange={(from) => onChange({ from })} />
          <Day label="To" value={view.to} onChange={(to) => onChange({ to })} />
        </>
      ) : null}
      {isNarrowed(view) ? (
        <Button look="ghost" onClick={() => onChange(nothing)}>
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}

/** `usage-plan-key` as a person reads it. */
function kindName(kind: string): string {
  const words = kind
    .replaceAll("-", " ")
    .replace(/\bapi\b/g, "API")
    .replace(/\bvpc\b/g, "VPC")
    .replace(/\bcors\b/g, "CORS");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type ChoiceProps = {
  label: string;
  all: string;
  value: string | null;
  known: readonly { id: string; name: string }[];
  onChange: (value: string | null) => void;
};

function Choice({ label, all, value, known, onChange }: ChoiceProps) {
  const isKnown = value === null || known.some(({ id }) => id === value);
  return (
    <NativeSelect aria-label={label} className="w-40" value={value ?? ""} onChange={(event) => onChange(event.target.value || null)}>
      <option value="">{all}</option>
      {isKnown ? null : <option value={value}>{value}</option>}
      {known.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}

type DayProps = { label: string; value: string | null; onChange: (value: string | null) => void };

function Day({ label, value, onChange }: DayProps): ReactNode {
  return (
    <Input type="date" aria-label={label} className="w-36" value={value ?? ""} onChange={(event) => onChange(event.target.value || null)} />
  );
}

function ExportMenu({ filter }: { filter: AuditFilter }) {
  const exporting = useAction("exportAudit");
  const save = (format: "csv" | "json") =>
    exporting.mutate(
      { ...filter, format },
      {
        onSuccess: ({ text, isCut }) => {
          saveFile({ name: `audit.${format}`, content: text, type: format === "csv" ? "text/csv" : "application/json" });
          if (isCut) toast.warning("The file has the newest 10,000 changes. Narrow the time to get older ones.");
        },
        onError: (error) => void toast.error("Could not export the history.", { description: error.message }),
      },
    );
  return (
    <Menu
      align="end"
      trigger={
        <Button busy={exporting.isPending}>
          <Download aria-hidden /> Export
        </Button>
      }
      items={[
        { label: "As CSV", onSelect: () => save("csv") },
        { label: "As JSON", onSelect: () => save("json") },
      ]}
    />
  );
}
