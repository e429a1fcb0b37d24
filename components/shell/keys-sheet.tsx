"use client";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useShell } from "./shell-store";
import { keyCaps, type ShortcutName, shortcuts } from "./shortcuts";

export function KeysSheet() {
  const { keysOpen, setKeys } = useShell();
  const names = Object.keys(shortcuts) as ShortcutName[];
  return (
    <Dialog open={keysOpen} onOpenChange={setKeys} title="Keys" description="Single letters rest while you type.">
      <dl className="grid grid-cols-1 gap-x-8 gap-y-1 sm:grid-cols-2">
        {names.map((name) => (
          <div key={name} className="flex min-h-7 items-center justify-between gap-4">
            <dt>{shortcuts[name].label}</dt>
            <dd className="flex gap-0.5">
              {keyCaps(name).map((cap) => (
                <Kbd key={cap}>{cap}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
