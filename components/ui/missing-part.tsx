"use client";
import { Alert } from "./alert";
import { Button } from "./button";
import { Dialog } from "./dialog";

type Props = { label: string | undefined; why: string; onClose?: () => void };

/** Stands in the place of a part whose code could not be loaded: of a pane, which has a label, or of a dialog. */
export function MissingPart({ label, why, onClose }: Props) {
  const explanation = "The server is away, or has a newer version than this page.";
  const actions = (
    <Button look="primary" onClick={() => window.location.reload()}>
      Load the page again
    </Button>
  );
  if (label === undefined)
    return (
      <Dialog open onOpenChange={(open) => !open && onClose?.()} title="This could not be loaded" width="sm" footer={actions}>
        <p>{explanation}</p>
        <code className="break-words text-sm">{why}</code>
      </Dialog>
    );
  return (
    <Alert tone="error" live className="m-3" title={`${label} could not be loaded.`} actions={actions}>
      {explanation} <code className="text-sm">{why}</code>
    </Alert>
  );
}
