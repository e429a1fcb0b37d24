"use client";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Verb } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { formatNumber, plural } from "@/lib/client/format";
import type { StageDetail } from "@/lib/client/operations";
import { allMethodsKey, defaultMethodSetting } from "@/lib/definition/method-setting";
import type { MethodSetting } from "@/lib/definition/stage";
import { type MethodRow, methodRows } from "./method-rows";
import { MethodSettingsDialog } from "./method-settings-dialog";
import { SaveError } from "./save-error";
import { useStageWrite } from "./use-stage-write";

type Props = { stage: StageDetail; disabled: boolean };

const shownMax = 200;

/** What methods have of their own, and what they take from the settings for all methods. */
export function StageMethodsTab({ stage, disabled }: Props) {
  const { apiId, stageName, settings } = stage;
  const definition = useOperation("getDefinition", { apiId, of: { stageName } });
  const { save, error } = useStageWrite(stage);
  const [filter, setFilter] = useState("");
  const [edited, setEdited] = useState<ReadonlySet<string>>(new Set());
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const inherited = settings.methodSettings[allMethodsKey] ?? defaultMethodSetting;
  return (
    <QueryState query={definition} what="what the stage serves">
      {(data) => {
        const rows = methodRows(data.resources, settings.methodSettings);
        const shown = rows.filter(({ label }) => label.toLowerCase().includes(filter.trim().toLowerCase()));
        const pickedRows = rows.filter(({ label }) => picked.has(label));
        const [first, ...others] = rows.filter(({ label }) => edited.has(label));
        const change = (changed: readonly MethodRow[], settingOf: (row: MethodRow) => MethodSetting | null, said: string) =>
          save({ methodSettings: Object.fromEntries(changed.map((row) => [row.key, settingOf(row)])) }, said, () => {
            setEdited(new Set());
            if (changed.length > 1) setPicked(new Set());
          });
        return (
          <div className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4">
            <SaveError error={error} stageName={stageName} />
            <Input
              type="search"
              className="max-w-80"
              aria-label="Filter methods"
              placeholder="Filter: GET /pets"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
            />
            {disabled || pickedRows.length === 0 ? null : (
              <PickedBar
                count={pickedRows.length}
                onChange={() => setEdited(picked)}
                onInherit={
                  pickedRows.some(({ own }) => own)
                    ? () =>
                        change(
                          pickedRows.filter(({ own }) => own),
                          () => null,
                          `${plural(pickedRows.length, "method")} take the settings of all methods again`,
                        )
                    : undefined
                }
                onClear={() => setPicked(new Set())}
              />
            )}
            <MethodTable
              rows={shown.slice(0, shownMax)}
              inherited={inherited}
              disabled={disabled}
              picked={picked}
              isWholePicked={shown.length > 0 && shown.every(({ label }) => picked.has(label))}
              onPick={(label, isPicked) => setPicked(new Set(isPicked ? [...picked, label] : [...picked].filter((each) => each !== label)))}
              onPickWhole={(isPicked) => setPicked(new Set(isPicked ? shown.map(({ label }) => label) : []))}
              onEdit={(label) => setEdited(new Set([label]))}
              onInherit={(row) => change([row], () => null, `${row.label} takes the settings of all methods again`)}
            />
            {shown.length > shownMax ? (
              <p className="text-muted text-sm">{`${shown.length - shownMax} more; filter to see them.`}</p>
            ) : null}
            {shown.length === 0 ? <p className="text-muted">No method matches.</p> : null}
            {first ? (
              <MethodSettingsDialog
                rows={[first, ...others]}
                inherited={inherited}
                onClose={() => setEdited(new Set())}
                onSave={(changed) =>
                  change(
                    [first, ...others],
                    ({ own }) => ({ ...(own ?? inherited), ...changed }),
                    `Changed ${others.length === 0 ? first.label : plural(others.length + 1, "method")} on ${stageName}; it acts now`,
                  )
                }
              />
            ) : null}
          </div>
        );
      }}
    </QueryState>
  );
}

type BarProps = { count: number; onChange: () => void; onInherit: (() => void) | undefined; onClear: () => void };

function PickedBar({ count, onChange, onInherit, onClear }: BarProps) {
  return (
    <div role="toolbar" aria-label="Picked methods" className="flex flex-wrap items-center gap-2 rounded-md bg-accent-bg px-2 py-1">
      <span aria-live="polite" className="mr-auto font-medium text-sm">
        {plural(count, "method")} picked
      </span>
      <Button size="sm" onClick={onChange}>
        Change settings ...
      </Button>
      {onInherit ? (
        <Button size="sm" onClick={onInherit}>
          Let them inherit
        </Button>
      ) : null}
      <Button size="sm" look="ghost" onClick={onClear}>
        Pick nothing
      </Button>
    </div>
  );
}

type TableProps = {
  rows: readonly MethodRow[];
  inherited: MethodSetting;
  disabled: boolean;
  picked: ReadonlySet<string>;
  /** Whether everything that the filter leaves is picked, shown or not. */
  isWholePicked: boolean;
  onPick: (label: string, isPicked: boolean) => void;
  onPickWhole: (isPicked: boolean) => void;
  onEdit: (label: string) => void;
  onInherit: (row: MethodRow) => void;
};

function MethodTable({ rows, inherited, disabled, picked, isWholePicked, onPick, onPickWhole, onEdit, onInherit }: TableProps) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">Settings of methods</caption>
        <thead>
          <tr className="border-line border-b text-left text-muted">
            {disabled ? null : (
              <th className="w-8 py-1">
                <Pick label="Pick every method that the filter leaves" checked={isWholePicked} onChange={onPickWhole} />
              </th>
            )}
            {["Method", "Log", "Trace", "Metrics", "Rate", "Burst", "Cache", "From"].map((title) => (
              <th key={title} className="py-1.5 pr-3 font-normal">
                {title}
              </th>
            ))}
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { label, path, verb, own } = row;
            const setting = own ?? inherited;
            const cells = [
              setting.loggingLevel ?? "OFF",
              setting.dataTraceEnabled ? "on" : "off",
              setting.metricsEnabled ? "on" : "off",
              formatNumber(setting.throttlingRateLimit),
              formatNumber(setting.throttlingBurstLimit),
              setting.cachingEnabled ? `${setting.cacheTtlInSeconds} s` : "off",
              own ? "its own" : "all methods",
            ];
            return (
              <tr key={label} className={own ? "border-line border-b" : "border-line border-b text-muted"}>
                {disabled ? null : (
                  <td className="py-1">
                    <Pick label={`Pick ${label}`} checked={picked.has(label)} onChange={(isPicked) => onPick(label, isPicked)} />
                  </td>
                )}
                <th className="py-1.5 pr-3 text-left font-normal">
                  <Verb verb={verb} /> <code>{path}</code>
                </th>
                {cells.map((cell, index) => (
                  // Cells are the columns, in their order.
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed.
                  <td key={index} className="py-1.5 pr-3">
                    {cell}
                  </td>
                ))}
                <td className="whitespace-nowrap py-1 text-right">
                  {disabled ? null : (
                    <>
                      <Button look="ghost" size="sm" aria-label={`${own ? "Edit" : "Override"} ${label}`} onClick={() => onEdit(label)}>
                        {own ? "Edit" : "Override"}
                      </Button>
                      {own ? (
                        <Button look="ghost" size="sm" aria-label={`Let ${label} inherit`} onClick={() => onInherit(row)}>
                          Inherit
                        </Button>
                      ) : null}
                    </>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Pick({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label className="flex size-6 items-center justify-center">
      <input
        type="checkbox"
        aria-label={label}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 accent-accent"
      />
    </label>
  );
}
