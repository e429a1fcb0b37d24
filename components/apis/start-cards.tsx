"use client";
import { FileUp, LoaderCircle, PawPrint, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { useIsClient } from "@/components/ui/use-is-client";
import type { Example } from "./use-example";

function Card({
  icon,
  title,
  text,
  onClick,
  busy = false,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  onClick: () => void;
  busy?: boolean;
}) {
  // Before the page is alive a click would be lost without a word.
  const isClient = useIsClient();
  return (
    <button
      type="button"
      onClick={onClick}
      disabled={busy || !isClient}
      aria-busy={busy || undefined}
      className="flex flex-col gap-2 rounded-lg border border-line bg-raised p-4 text-left transition-colors hover:border-accent hover:bg-accent-bg/40 aria-busy:opacity-60"
    >
      <span className="flex size-8 items-center justify-center rounded-md bg-accent-bg text-accent [&_svg]:size-4.5">
        {busy ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
      </span>
      <span className="font-semibold text-lg">{title}</span>
      <span className="text-muted">{text}</span>
    </button>
  );
}

type Props = { canWrite: boolean; example: Example; onImport: () => void; onNew: () => void };

export function StartCards({ canWrite, example, onImport, onNew }: Props) {
  const isClient = useIsClient();
  return (
    <section className="mx-auto flex w-full max-w-4xl flex-col gap-5 px-6 pt-[8vh]">
      <div>
        <h2 className="text-xl">Your first API</h2>
        <p className="text-muted">You edit the draft of an API, deploy it to a stage, and the gateway answers there.</p>
      </div>
      {canWrite ? (
        <div className="grid gap-3 sm:grid-cols-3">
          <Card
            icon={<PawPrint aria-hidden />}
            title="Pet store example (deployed)"
            text="A mock, a template, a validated POST and an HTTP proxy, live on a stage. Ready to test."
            onClick={() => example.create("REST")}
            busy={example.busy}
          />
          <Card
            icon={<FileUp aria-hidden />}
            title="Import OpenAPI"
            text="A document of OpenAPI 3.0 or Swagger 2.0, JSON or YAML, with the service's extensions."
            onClick={onImport}
          />
          <Card icon={<Plus aria-hidden />} title="New API" text="REST, HTTP or WebSocket; it starts empty." onClick={onNew} />
          <p className="flex flex-wrap items-center gap-x-3 text-muted sm:col-span-3">
            Other examples, deployed too:
            <Button look="link" disabled={example.busy || !isClient} onClick={() => example.create("HTTP")}>
              Pet shop, an HTTP API
            </Button>
            <Button look="link" disabled={example.busy || !isClient} onClick={() => example.create("WEBSOCKET")}>
              Messages, a WebSocket API
            </Button>
          </p>
        </div>
      ) : (
        <p className="text-muted">There is no API yet, and your role may not make one. Ask an owner or an editor.</p>
      )}
    </section>
  );
}
