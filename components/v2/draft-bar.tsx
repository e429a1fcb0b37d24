"use client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { CallError } from "@/lib/client/call";

type Props = {
  what: string;
  dirty: boolean;
  saving: boolean;
  error: CallError | null;
  onSave: () => void;
  onDiscard: () => void;
  onRebase: () => void;
};

/** What became of a save, and the buttons of unsaved work. */
export function DraftBar({ what, dirty, saving, error, onSave, onDiscard, onRebase }: Props) {
  return (
    <>
      {error ? <Refusal what={what} error={error} onRebase={onRebase} onDiscard={onDiscard} /> : null}
      {dirty ? (
        <div className="flex items-center gap-2 border-line border-t bg-sunken px-3 py-2">
          <span className="mr-auto text-muted text-sm">Unsaved, kept in this browser</span>
          <Button onClick={onDiscard}>Discard</Button>
          <Button look="primary" busy={saving} onClick={onSave} aria-keyshortcuts="Control+S">
            Save to draft
          </Button>
        </div>
      ) : null}
    </>
  );
}

type RefusalProps = Pick<Props, "what" | "onRebase" | "onDiscard"> & { error: CallError };

function Refusal({ what, error, onRebase, onDiscard }: RefusalProps) {
  const isOld = error.code === "ConflictException" && error.message.includes("was changed");
  return (
    <Alert
      tone={isOld ? "warn" : "error"}
      live
      className="m-3"
      title={isOld ? `Somebody saved ${what} while you edited it.` : `Could not save ${what}.`}
      actions={
        isOld ? (
          <>
            <Button size="sm" look="primary" onClick={onRebase}>
              Put my edits on top
            </Button>
            <Button size="sm" onClick={onDiscard}>
              Take theirs
            </Button>
          </>
        ) : undefined
      }
    >
      <code className="whitespace-pre-wrap">{error.message}</code>
    </Alert>
  );
}
