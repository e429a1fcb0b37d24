"use client";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { absoluteTime } from "@/lib/client/format";
import type { PreviewLink, StageState } from "@/lib/client/operations";
import { previewAddresses } from "./preview-addresses";

type Props = { apiId: string; stages: readonly StageState[]; onClose: () => void };

/** A pass is good for an hour; one that is younger than this is good enough to be shown again. */
const passMs = 10 * 60 * 1_000;

/** The link to the draft, for a browser and for programs. */
export function PreviewDialog({ apiId, stages, onClose }: Props) {
  const [stageName, setStageName] = useState(stages[0]?.stageName ?? "");
  const [path, setPath] = useState(useSearchParams().get("node") ?? "/");
  const link = useOperation("openPreview", { apiId, stageName }, { staleMs: passMs });
  const addresses = link.data && previewAddresses(link.data, path);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Preview the draft"
      description="The address answers with the draft as it is saved, changes within a second, and touches no stage."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {addresses === undefined ? (
            <Button look="primary" disabled>
              <ExternalLink aria-hidden /> Open the preview
            </Button>
          ) : (
            <Button asChild look="primary">
              <a href={addresses.link} target="_blank" rel="noopener noreferrer">
                <ExternalLink aria-hidden /> Open the preview
              </a>
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-2 gap-3">
          <Field label="Variables and settings of">
            {(ids) => (
              <NativeSelect {...ids} value={stageName} onChange={(event) => setStageName(event.target.value)}>
                {stages.map((stage) => (
                  <option key={stage.stageName} value={stage.stageName}>
                    {stage.stageName}
                  </option>
                ))}
                <option value="">No stage</option>
              </NativeSelect>
            )}
          </Field>
          <Field label="Path">{(ids) => <Input {...ids} mono value={path} onChange={(event) => setPath(event.target.value)} />}</Field>
        </div>
        {/\{[^}]+\}/.test(path) ? <Alert tone="info">Put values in the places of the path's parameters.</Alert> : null}
        <QueryState query={link} what="the link">
          {(made) => <Addresses apiId={apiId} made={made} path={path} />}
        </QueryState>
      </div>
    </Dialog>
  );
}

function Addresses({ apiId, made, path }: { apiId: string; made: PreviewLink; path: string }) {
  const { link, curl } = previewAddresses(made, path);
  return (
    <>
      <Address label="Link for a browser" text={link} copy="Copy the link" />
      <Address label="For programs" text={curl} copy="Copy the command" />
      <p className="text-muted text-sm">
        It is yours until {absoluteTime(made.expiresAt)}: whoever has it sees the draft as you do, as long as you may. Nothing is cached, no
        limit of a stage or plan is used, and calls are counted apart: the{" "}
        <Link className="text-accent underline" href={`/logs?q=${encodeURIComponent(`api:${apiId} stage:_draft`)}`}>
          log has them
        </Link>{" "}
        with their whole traces.
      </p>
    </>
  );
}

function Address({ label, text, copy }: { label: string; text: string; copy: string }) {
  return (
    <Field label={label}>
      {(ids) => (
        <div className="flex gap-1">
          <Input {...ids} mono readOnly value={text} onFocus={(event) => event.target.select()} />
          <CopyButton text={text} label={copy} />
        </div>
      )}
    </Field>
  );
}
