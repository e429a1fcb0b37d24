"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SwitchField } from "@/components/ui/switch";
import { plural } from "@/lib/client/format";
import type { MethodSetting } from "@/lib/definition/stage";
import type { MethodRow } from "./method-rows";
import { MethodSettingFields, NumberField } from "./method-setting-fields";

type Props = {
  rows: readonly [MethodRow, ...MethodRow[]];
  inherited: MethodSetting;
  onClose: () => void;
  /** What was changed; the rest of each method's settings stays. */
  onSave: (changed: Partial<MethodSetting>) => void;
};

/** Settings that one method of a stage has of its own, or many of them get at once. */
export function MethodSettingsDialog({ rows, inherited, onClose, onSave }: Props) {
  const [first, ...others] = rows;
  const [changed, setChanged] = useState<Partial<MethodSetting>>({});
  const change = (part: Partial<MethodSetting>) => setChanged({ ...changed, ...part });
  const setting = { ...(first.own ?? inherited), ...changed };
  const isOne = others.length === 0;
  const count = Object.keys(changed).length;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isOne ? `Settings of ${first.label}` : `Settings of ${plural(rows.length, "method")}`}
      description={
        isOne ? (
          <>
            On the wire <code>/{first.key}</code>
          </>
        ) : (
          <>
            Shown are those of <code>{first.label}</code>. Only what you change here is set, for all of them; one undo takes it back.
          </>
        )
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!isOne && count === 0} onClick={() => onSave(changed)}>
            {isOne ? "Save for this method" : `Change ${plural(count, "setting")} of ${plural(rows.length, "method")}`}
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
