"use client";
import { Stethoscope, Wrench } from "lucide-react";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { SwitchField } from "@/components/ui/switch";
import type { CorsProbe, ResourceSummary } from "@/lib/client/operations";
import type { CorsRequest } from "@/lib/definition/judge-cors";
import { listOf } from "./cors-form";
import { CorsReport } from "./cors-report";
import { startSettings } from "./enable-cors-dialog";

type Props = { apiId: string; resource: ResourceSummary; onClose: () => void };

/** A sample for each path parameter, so that the path can be called. */
function samplePath(path: string): string {
  return path.replace(/\{[^}]+\}/g, "1");
}

/** Makes the calls of a browser, says what it would say, and writes what is missing. */
export function CorsDoctor({ apiId, resource, onClose }: Props) {
  const { canWrite, canTest } = useUser();
  const api = useOperation("getApi", { apiId });
  const verbs = resource.methods.map(({ httpMethod }) => (httpMethod === "ANY" ? "GET" : httpMethod)).filter((verb) => verb !== "OPTIONS");
  const [request, setRequest] = useState<CorsRequest>({
    origin: "https://shop.example",
    method: verbs[0] ?? "GET",
    headers: ["Content-Type"],
    credentials: false,
  });
  const [path, setPath] = useState(samplePath(resource.path));
  const [stageName, setStageName] = useState("");
  const [asked, setAsked] = useState<{ request: CorsRequest; probes: CorsProbe[] }>();
  const run = useWrite("diagnoseCors");
  const fix = useWrite("enableCors");
  const { offer } = useUndo();

  function diagnose() {
    const { origin, method: httpMethod, headers } = request;
    run.mutate(
      { apiId, resourceId: resource.id, origin, httpMethod, headers: [...headers], path, ...(stageName ? { stageName } : {}) },
      { onSuccess: ({ probes }) => setAsked({ request, probes }) },
    );
  }

  function write() {
    const start = startSettings(resource);
    const settings = {
      ...start,
      allowOrigin: request.origin,
      allowHeaders: [...new Set([...start.allowHeaders, ...request.headers])],
      allowCredentials: request.credentials,
    };
    fix.mutate(
      { apiId, resourceId: resource.id, settings },
      {
        onSuccess: ({ revision }) => {
          offer(`Enabled CORS on ${resource.path}`, revision);
          if (stageName === "") diagnose();
        },
      },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="CORS doctor"
      description={
        <>
          What a browser makes of <code>{resource.path}</code> when a page of another origin calls it
        </>
      }
      width="xl"
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          diagnose();
        }}
      >
        <Inputs
          request={request}
          onRequest={setRequest}
          verbs={verbs}
          path={path}
          onPath={setPath}
          stages={(api.data?.stages ?? []).map((stage) => stage.stageName)}
          stageName={stageName}
          onStage={setStageName}
        />
        <div className="flex items-center gap-2">
          <Button type="submit" look="primary" busy={run.isPending} disabled={!canTest || request.origin === ""}>
            <Stethoscope aria-hidden /> Examine
          </Button>
          <span className="text-muted text-sm">
            {request.method} is really called, with its integration; the gateway's own answers are made by its core.
          </span>
        </div>
        {run.error ? (
          <Alert tone="error" live title="Could not make the calls.">
            <code>{run.error.message}</code>
          </Alert>
        ) : null}
        {fix.error ? (
          <Alert tone="error" live title="Nothing was written.">
            <code>{fix.error.message}</code>
          </Alert>
        ) : null}
        {asked ? (
          <CorsReport
            request={asked.request}
            probes={asked.probes}
            action={
              canWrite ? (
                <Button size="sm" busy={fix.isPending} onClick={write}>
                  <Wrench aria-hidden /> Write what is missing to the draft
                </Button>
              ) : undefined
            }
          />
        ) : null}
      </form>
    </Dialog>
  );
}

type InputsProps = {
  request: CorsRequest;
  onRequest: (request: CorsRequest) => void;
  verbs: readonly string[];
  path: string;
  onPath: (path: string) => void;
  stages: readonly string[];
  stageName: string;
  onStage: (stage: string) => void;
};

function Inputs({ request, onRequest, verbs, path, onPath, stages, stageName, onStage }: InputsProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field label="Origin of the page">
        {(ids) => (
          <Input
            {...ids}
            mono
            autoFocus
            value={request.origin}
            onChange={(event) => onRequest({ ...request, origin: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field label="Method">
        {(ids) => (
          <NativeSelect {...ids} value={request.method} onChange={(event) => onRequest({ ...request, method: event.target.value })}>
            {[...new Set([...verbs, "GET"])].map((verb) => (
              <option key={verb}>{verb}</option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label="Where">
        {(ids) => (
          <NativeSelect {...ids} value={stageName} onChange={(event) => onStage(event.target.value)}>
            <option value="">The draft</option>
            {stages.map((stage) => (
              <option key={stage} value={stage}>
                Stage {stage}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label="Path">{(ids) => <Input {...ids} mono value={path} onChange={(event) => onPath(event.target.value)} />}</Field>
      <Field label="Request headers">
        {(ids) => (
          <Input
            {...ids}
            mono
            defaultValue={request.headers.join(", ")}
            onChange={(event) => onRequest({ ...request, headers: listOf(event.target.value) })}
          />
        )}
      </Field>
      <SwitchField
        label="With credentials"
        checked={request.credentials}
        onChange={(credentials) => onRequest({ ...request, credentials })}
        help="fetch with credentials: “include”"
      />
    </div>
  );
}
