"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { FieldChange } from "@/lib/base/merge-edits";

type Props = {
  /** `GET /pets`. */
  what: string;
  changes: readonly FieldChange[];
  busy: boolean;
  onMerge: (keepsMine: (change: FieldChange) => boolean) => void;
  onTheirs: () => void;
  onClose: () => void;
  /** Fields whose values are not shown. */
  isSecret?: (path: readonly string[]) => boolean;
};

/** What two people made of one thing, field by field, and the merge of both. Closing it loses nothing. */
export function ConflictDialog({ what, changes, busy, onMerge, onTheirs, onClose, isSecret = () => false }: Props) {
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  const choose = (id: string, isMine: boolean) => setTheirs(new Set(isMine ? [...theirs].filter((each) => each !== id) : [...theirs, id]));
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={(open) => !open && onClose()}
      title={`Somebody saved ${what} while you edited it`}
      description="Fields that only one of you changed are kept from both. Choose where both changed the same one."
      footer={
        <>
          <Button onClick={onClose}>Keep editing</Button>
          <Button onClick={onTheirs}>Take theirs, discard mine</Button>
          <Button look="primary" busy={busy} onClick={() => onMerge((change) => !theirs.has(idOf(change)))}>
            Save merged
          </Button>
        </>
      }
    >
      <table aria-label="Fields that were changed" className="w-full table-fixed text-left">
        <thead className="text-muted text-sm">
          <tr>
            <th scope="col" className="w-1/4 py-1 pr-2 font-medium">
              Field
            </th>
            <th scope="col" className="px-2 font-medium">
              Mine
            </th>
            <th scope="col" className="px-2 font-medium">
              Theirs
            </th>
            <th scope="col" className="w-28 pl-2 font-medium">
              Merged
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <ChangeRow
              key={idOf(change)}
              change={change}
              isHidden={isSecret(change.path)}
              isMine={!theirs.has(idOf(change))}
              onChoose={(isMine) => choose(idOf(change), isMine)}
            />
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

const idOf = ({ path }: FieldChange) => path.join("\u0000");

type RowProps = { change: FieldChange; isHidden: boolean; isMine: boolean; onChoose: (isMine: boolean) => void };

function ChangeRow({ change, isHidden, isMine, onChoose }: RowProps) {
  const label = change.path.join(" › ");
  return (
    <tr className="border-line border-t align-top">
      <th scope="row" className="break-words py-2 pr-2 font-normal">
        {label}
      </th>
      <td className="px-2 py-2">
        <Value value={change.mine} isUnchanged={change.by === "them"} isHidden={isHidden} />
      </td>
      <td className="px-2 py-2">
        <Value value={change.theirs} isUnchanged={change.by === "me"} isHidden={isHidden} />
      </td>
      <td className="py-2 pl-2">
        {change.by === "both" ? (
          <fieldset className="flex flex-col gap-1">
            <legend className="sr-only">{label}</legend>
            {(["mine", "theirs"] as const).map((side) => (
              <label key={side} className="flex min-h-6 items-center gap-1.5">
                <input
                  type="radio"
                  name={idOf(change)}
                  checked={isMine === (side === "mine")}
                  onChange={() => onChoose(side === "mine")}
                  className="size-4 accent-[var(--accent)]"
                />
                {side}
              </label>
            ))}
          </fieldset>
        ) : (
          <span className="text-muted">{change.by === "me" ? "mine" : "theirs"}</span>
        )}
      </td>
    </tr>
  );
}

function Value({ value, isUnchanged, isHidden }: { value: unknown; isUnchanged: boolean; isHidden: boolean }) {
  if (isUnchanged) return <span className="text-muted text-sm">unchanged</span>;
  if (value === undefined) return <span className="text-muted text-sm">removed</span>;
  if (isHidden) return <span className="text-muted text-sm">a secret value</span>;
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
      tabIndex={0}
      className="max-h-40 overflow-auto whitespace-pre-wrap break-words rounded border border-line bg-sunken p-1.5 text-sm"
    >
      {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
    </pre>
  );
}
