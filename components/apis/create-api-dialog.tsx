"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import type { ApiKind } from "@/lib/client/operations";

const endpointTypes = ["REGIONAL", "EDGE", "PRIVATE"] as const;

const kinds = [
  { id: "REST", label: "REST API", text: "Resources with methods, templates, models, keys and caches." },
  { id: "HTTP", label: "HTTP API", text: "Routes that lead to backends and functions. Lean and quick." },
  { id: "WEBSOCKET", label: "WebSocket API", text: "Connections that stay open; a message chooses its route." },
] as const satisfies readonly { id: ApiKind; label: string; text: string }[];

type Texts = { name: string; description: string; endpointType: (typeof endpointTypes)[number]; target: string; selection: string };

const empty: Texts = { name: "", description: "", endpointType: "REGIONAL", target: "", selection: "$request.body.action" };

const given = (name: string, text: string) => (text.trim() === "" ? {} : { [name]: text.trim() });

export function CreateApiDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const rest = useWrite("createApi", { onSuccess: ({ apiId }) => router.push(`/apis/${apiId}/resources?node=%2F`) });
  const v2 = useWrite("createV2Api", { onSuccess: ({ apiId }) => router.push(`/apis/${apiId}/routes`) });
  const [kind, setKind] = useState<ApiKind>("REST");
  const [texts, setTexts] = useState(empty);
  const set = (part: Partial<Texts>) => setTexts({ ...texts, ...part });
  const error = rest.error ?? v2.error;

  function submit() {
    const shared = { name: texts.name.trim(), ...given("description", texts.description) };
    if (kind === "REST") rest.mutate({ ...shared, endpointType: texts.endpointType });
    else if (kind === "HTTP") v2.mutate({ ...shared, protocolType: kind, ...given("target", texts.target) });
    else v2.mutate({ ...shared, protocolType: kind, ...given("routeSelectionExpression", texts.selection) });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New API"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            form="create-api"
            busy={rest.isPending || rest.isSuccess || v2.isPending || v2.isSuccess}
            disabled={texts.name.trim() === ""}
          >
            Create API
          </Button>
        </>
      }
    >
      <form
        id="create-api"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {error ? (
          <Alert tone="error" title="Could not create the API." live>
            <code>{error.message}</code>
          </Alert>
        ) : null}
        <KindPicker kind={kind} onChange={setKind} />
        <Field label="Name" error={error?.fields.name}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              required
              maxLength={kind === "REST" ? 1024 : 128}
              value={texts.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="Description" optional>
          {(ids) => (
            <Input {...ids} maxLength={1024} value={texts.description} onChange={(event) => set({ description: event.target.value })} />
          )}
        </Field>
        <FieldsOfKind kind={kind} texts={texts} set={set} />
      </form>
    </Dialog>
  );
}

function KindPicker({ kind, onChange }: { kind: ApiKind; onChange: (kind: ApiKind) => void }) {
  return (
    <fieldset className="grid gap-2 sm:grid-cols-3">
      <legend className="mb-1 font-medium">Kind</legend>
      {kinds.map(({ id, label, text }) => (
        <label
          key={id}
          className={cn(
            "flex items-start gap-2 rounded-md border px-3 py-2 hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-accent",
            kind === id ? "border-accent bg-accent-bg/50" : "border-line",
          )}
        >
          <input type="radio" name="api-kind" className="mt-1 accent-(--accent)" checked={kind === id} onChange={() => onChange(id)} />
          <span className="min-w-0">
            <span className="font-medium">{label}</span>
            <span className="block text-muted text-sm">{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

type FieldsProps = { kind: ApiKind; texts: Texts; set: (part: Partial<Texts>) => void };

function FieldsOfKind({ kind, texts, set }: FieldsProps) {
  if (kind === "HTTP") {
    return (
      <Field
        label="Backend"
        optional
        help={
          texts.target.trim() === ""
            ? "A URL or the ARN of a function. Without one the API starts with no route and no stage."
            : "The API starts with the route $default to it, on the stage $default, which deploys by itself."
        }
      >
        {(ids) => (
          <Input
            {...ids}
            mono
            autoComplete="off"
            spellCheck={false}
            maxLength={2_048}
            placeholder="https://example.com"
            value={texts.target}
            onChange={(event) => set({ target: event.target.value })}
          />
        )}
      </Field>
    );
  }
  if (kind === "WEBSOCKET") {
    return (
      <Field label="Route selection expression" help={`What in a message names its route. {"action": "join"} goes to the route join.`}>
        {(ids) => (
          <Input
            {...ids}
            mono
            required
            autoComplete="off"
            spellCheck={false}
            maxLength={512}
            value={texts.selection}
            onChange={(event) => set({ selection: event.target.value })}
          />
        )}
      </Field>
    );
  }
  return (
    <Field
      label="Endpoint type"
      help="Regional serves clients directly. Edge-optimized is emulated: it adds the edge's headers. Private takes calls from VPC endpoints only."
    >
      {(ids) => (
        <NativeSelect
          {...ids}
          value={texts.endpointType}
          onChange={(event) => set({ endpointType: endpointTypes.find((type) => type === event.target.value) ?? "REGIONAL" })}
        >
          <option value="REGIONAL">Regional</option>
          <option value="EDGE">Edge-optimized</option>
          <option value="PRIVATE">Private</option>
        </NativeSelect>
      )}
    </Field>
  );
}
