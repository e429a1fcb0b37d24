"use client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import type { FieldChange } from "@/lib/base/merge-edits";
import type { CallError } from "@/lib/client/call";

const ConflictDialog = lazyPart(() => import("@/components/diff/conflict-dialog").then((loaded) => loaded.ConflictDialog));

export type DraftBarProps = {
  what: string;
  dirty: boolean;
  saving: boolean;
  error: CallError | null;
  /** What was changed since the edits began, when somebody else has saved. */
  changes: readonly FieldChange[] | undefined;
  onSave: () => void;
  onDiscard: () => void;
  onMerge: (keepsMine: (change: FieldChange) => boolean) => void;
  /** Goes on editing after a refusal; nothing is lost. */
  onClose: () => void;
  /** Fields whose values are not shown. */
  isSecret?: (path: readonly string[]) => boolean;
};

/** What became of a save, and the buttons of unsaved work. */
export function DraftBar({ what, dirty, saving, error, changes, onSave, onDiscard, onMerge, onClose, isSecret }: DraftBarProps) {
  const isOld = error?.code === "ConflictException" && error.message.includes("was changed");
  return (
    <>
      {isOld && changes ? (
        <ConflictDialog
          what={what}
          changes={changes}
          busy={saving}
          onMerge={onMerge}
          onTheirs={onDiscard}
          onClose={onClose}
          {...(isSecret && { isSecret })}
        />
      ) : error ? (
        <Alert
          tone={isOld ? "warn" : "error"}
          live
          className="m-3"
          title={isOld ? `Somebody saved ${what} while you edited it.` : `Could not save ${what}.`}
        >
          <code className="whitespace-pre-wrap">{error.message}</code>
        </Alert>
      ) : null}
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
