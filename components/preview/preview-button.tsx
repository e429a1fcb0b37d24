"use client";
import { MonitorPlay } from "lucide-react";
import { useState } from "react";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import type { StageState } from "@/lib/client/operations";

const PreviewDialog = lazyPart(() => import("./preview-dialog").then((loaded) => loaded.PreviewDialog));

type Props = { apiId: string; stages: readonly StageState[] };

/** The way to the draft as a client would call it. */
export function PreviewButton({ apiId, stages }: Props) {
  const { canTest } = useUser();
  const [isOpen, setOpen] = useState(false);
  if (!canTest) return null;
  return (
    <>
      <Button aria-label="Preview" title="Preview the draft" onClick={() => setOpen(true)}>
        <MonitorPlay aria-hidden /> <span className="hidden xl:inline">Preview</span>
      </Button>
      {isOpen ? <PreviewDialog apiId={apiId} stages={stages} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
