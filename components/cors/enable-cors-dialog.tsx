"use client";
import { useDeferredValue, useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { plural } from "@/lib/client/format";
import type { ResourceSummary } from "@/lib/client/operations";
import { type CorsSettings, type CorsStep, defaultAllowHeaders } from "@/lib/definition/cors";
import { CorsForm } from "./cors-form";

type Props = { apiId: string; resource: ResourceSummary; onClose: () => void };

/** What a resource would allow when nothing is said: its own verbs, and the headers that the service's console offers. */
export function startSettings(resource: ResourceSummary): CorsSettings {
  const verbs = resource.methods.map(({ httpMethod }) => httpMethod).filter((verb) => verb !== "OPTIONS");
  const allowMethods = verbs.includes("ANY") ? ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] : verbs;
  return {
    allowOrigin: "*",
    allowMethods: [...allowMethods, "OPTIONS"],
    allowHeaders: [...defaultAllowHeaders],
    allowCredentials: false,
    gatewayResponses: true,
  };
}

/** Writes the OPTIONS mock, the headers of the methods and of the gateway's own answers, after a look at all of it. */
export function EnableCorsDialog({ apiId, resource, onClose }: Props) {
  const [settings, setSettings] = useState(() => startSettings(resource));
  const shown = useDeferredValue(settings);
  const preview = useOperation("previewCors", { apiId, resourceId: resource.id, settings: shown }, { keepPrevious: true });
  const write = useWrite("enableCors");
  const { offer } = useUndo();
  const writes = (preview.data ?? []).filter(({ state }) => state === "create" || state === "change").length;
  const proxies = (preview.data ?? []).filter(({ state }) => state === "proxy");

  function submit() {
    write.mutate(
      { apiId, resourceId: resource.id, settings },
      {
        onSuccess: ({ revision }) => {
          offer(`Enabled CORS on ${resource.path}`, revision);
          onClose();
        },
      },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Enable CORS"
      description={
        <>
          Lets pages of another origin call <code>{resource.path}</code>
        </>
      }
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="enable-cors"
            look="primary"
            busy={write.isPending}
            disabled={preview.error !== null || preview.isPending || writes === 0}
          >
            {writes === 0 && preview.data ? "Nothing to write" : `Write ${plural(writes, "change")} to the draft`}
          </Button>
        </>
      }
    >
      <form
        id="enable-cors"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <CorsForm settings={settings} onChange={setSettings} />
        {write.error ? (
          <Alert tone="error" live title="Nothing was written.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        {proxies.length > 0 ? (
          <Alert tone="warn" title={`${proxies.map(nameOfStep).join(", ")}: the backend has to send the headers.`}>
            A proxy passes the backend's answer as it is. A method without an integration has no answer yet.
          </Alert>
        ) : null}
        {preview.error ? (
          <Alert tone="error" live title="This cannot be written.">
            {preview.error.message}
          </Alert>
        ) : preview.data ? (
          <StepTable steps={preview.data} />
        ) : (
          <SkeletonRows label="Looking at what would be written" rows={4} />
        )}
      </form>
    </Dialog>
  );
}

const states = {
  create: { label: "new", tone: "ok" },
  change: { label: "changed", tone: "warn" },
  same: { label: "as it is", tone: "neutral" },
  proxy: { label: "not possible", tone: "error" },
} as const satisfies Record<CorsStep["state"], { label: string; tone: Tone }>;

function nameOfStep({ target }: CorsStep): string {
  return target.kind === "method" ? target.httpMethod : target.responseType;
}

function StepTable({ steps }: { steps: readonly CorsStep[] }) {
  return (
    <table className="w-full text-sm">
      <caption className="mb-1 text-left font-medium">What is written</caption>
      <thead>
        <tr className="border-line border-b text-left text-muted">
          <th className="w-40 py-1 font-normal">Where</th>
          <th className="w-28 py-1 font-normal">State</th>
          <th className="py-1 font-normal">Headers</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={nameOfStep(step)} className="border-line border-b align-top last:border-b-0">
            <td className="py-1.5 font-mono">{nameOfStep(step)}</td>
            <td className="py-1.5">
              <Badge tone={states[step.state].tone}>{states[step.state].label}</Badge>
            </td>
            <td className="break-all py-1.5 font-mono">
              {Object.entries(step.headers).map(([name, value]) => (
                <p key={name}>
                  <span className="text-muted">{name}:</span> {value}
                </p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
