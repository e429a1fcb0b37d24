"use client";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Verb } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { SwitchField } from "@/components/ui/switch";
import { formatNumber } from "@/lib/client/format";
import type { StageDetail } from "@/lib/client/operations";
import { allMethodsKey, defaultMethodSetting } from "@/lib/definition/method-setting";
import type { MethodSetting } from "@/lib/definition/stage";
import { type MethodRow, methodRows } from "./method-rows";
import { MethodSettingFields, NumberField } from "./method-setting-fields";
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
  const [edited, setEdited] = useState<string>();
  const inherited = settings.methodSettings[allMethodsKey] ?? defaultMethodSetting;
  return (
    <QueryState query={definition} what="what the stage serves">
      {(data) => {
        const rows = methodRows(data.resources, settings.methodSettings);
        const shown = rows.filter(({ label }) => label.toLowerCase().includes(filter.trim().toLowerCase()));
        const row = rows.find(({ label }) => label === edited);
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
            <MethodTable
              rows={shown.slice(0, shownMax)}
              inherited={inherited}
              disabled={disabled}
              onEdit={setEdited}
              onInherit={(key, label) => save({ methodSettings: { [key]: null } }, `${label} takes the settings of all methods again`)}
            />
            {shown.length > shownMax ? (
              <p className="text-muted text-sm">{`${shown.length - shownMax} more; filter to see them.`}</p>
            ) : null}
            {shown.length === 0 ? <p className="text-muted">No method matches.</p> : null}
            {row ? (
              <MethodDialog
                row={row}
                setting={row.own ?? inherited}
                onClose={() => setEdited(undefined)}
                onSave={(setting) =>
                  save({ methodSettings: { [row.key]: setting } }, `Changed ${row.label} on ${stageName}; it acts now`, () =>
                    setEdited(undefined),
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

type TableProps = {
  rows: readonly MethodRow[];
  inherited: MethodSetting;
  disabled: boolean;
  onEdit: (label: string) => void;
  onInherit: (key: string, label: string) => void;
};

function MethodTable({ rows, inherited, disabled, onEdit, onInherit }: TableProps) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="sr-only">Settings of methods</caption>
        <thead>
          <tr className="border-line border-b text-left text-muted">
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
          {rows.map(({ label, path, verb, key, own }) => {
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
                        <Button look="ghost" size="sm" aria-label={`Let ${label} inherit`} onClick={() => onInherit(key, label)}>
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

type DialogProps = { row: MethodRow; setting: MethodSetting; onClose: () => void; onSave: (setting: MethodSetting) => void };

function MethodDialog({ row, setting: saved, onClose, onSave }: DialogProps) {
  const [setting, setSetting] = useState(saved);
  const change = (part: Partial<MethodSetting>) => setSetting({ ...setting, ...part });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Settings of ${row.label}`}
      description={
        <>
          On the wire <code>/{row.key}</code>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={() => onSave(setting)}>
            Save for this method
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <MethodSettingFields setting={setting} disabled={false} onChange={change} />
        <SwitchField
          label="Cache answers"
          checked={setting.cachingEnabled ?? false}
          onChange={(cachingEnabled) => change({ cachingEnabled })}
          help={
            setting.cachingEnabled
              ? `Kept for ${setting.cacheTtlInSeconds} s, when the stage has a cache.`
              : "Every call reaches the backend."
          }
        />
        {setting.cachingEnabled ? (
          <NumberField
            label="Kept for, s"
            value={setting.cacheTtlInSeconds}
            disabled={false}
            help="0 keeps nothing; 3600 at most."
            onSave={(cacheTtlInSeconds) => change({ cacheTtlInSeconds: Math.round(cacheTtlInSeconds) })}
          />
        ) : null}
      </div>
    </Dialog>
  );
}
