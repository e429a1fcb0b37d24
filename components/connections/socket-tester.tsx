"use client";
import { PlugZap, Unplug } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useAction } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import type { StageState } from "@/lib/client/operations";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import { parseHeaders } from "@/lib/definition/fill-request";
import { MessageForm } from "./message-form";
import { Transcript } from "./transcript";
import { type SocketSession, useSocketSession } from "./use-socket-session";

type Props = { api: V2ApiDetail; stage: StageState };

/** Connects to a stage as a client would, and shows both directions with the route and the trace of each message. */
export function SocketTester({ api, stage }: Props) {
  const { canTest } = useUser();
  const [sessionId, setSessionId] = useQueryState("session", parseAsString);
  const session = useSocketSession(sessionId);
  if (!canTest) return <p className="text-muted">Your role may not test. Ask an owner, an editor or a deployer.</p>;
  return (
    <section aria-label="Tester" className="grid gap-0 rounded-md border border-line bg-raised lg:grid-cols-[320px_1fr]">
      <div className="flex flex-col gap-3 border-line p-3 max-lg:border-b lg:border-r">
        <h2 className="text-lg">Tester</h2>
        <ConnectForm api={api} stage={stage} sessionId={sessionId} session={session} onSession={(id) => void setSessionId(id)} />
      </div>
      <div className="flex min-w-0 flex-col">
        <Transcript apiId={api.id} session={session} />
        <MessageForm definition={api.definition} sessionId={session.state === "open" ? (sessionId ?? undefined) : undefined} />
      </div>
    </section>
  );
}

type ConnectProps = Props & { sessionId: string | null; session: SocketSession; onSession: (id: string) => void };

const lines = (text: string) => text.split(/[\s,]+/).filter((part) => part !== "");

function ConnectForm({ api, stage, sessionId, session, onSession }: ConnectProps) {
  const [query, setQuery] = useState("");
  const [headers, setHeaders] = useState("");
  const [protocols, setProtocols] = useState("");
  const open = useAction("openSocketSession");
  const close = useAction("closeSocketSession");
  const isOpen = session.state === "open";
  const error = open.error ?? close.error;

  function connect() {
    const call = {
      apiId: api.id,
      stageName: stage.stageName,
      query: query.trim().replace(/^\?/, ""),
      headers: parseHeaders(headers),
      protocols: lines(protocols),
    };
    open.mutate(call, { onSuccess: (answer) => onSession(answer.sessionId) });
  }

  return (
    <form
      aria-label="Connection"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isOpen) connect();
      }}
    >
      <p className="flex min-w-0 items-center gap-1 text-sm">
        <code className="truncate text-muted" title={stage.invokeUrl}>
          {stage.invokeUrl}
        </code>
        <CopyButton text={stage.invokeUrl} label="Copy the address" />
      </p>
      <StateLine session={session} />
      {isOpen && sessionId !== null ? (
        <Button busy={close.isPending} onClick={() => close.mutate({ sessionId })}>
          <Unplug aria-hidden /> Disconnect
        </Button>
      ) : (
        <Button type="submit" look="primary" busy={open.isPending || session.state === "connecting"}>
          <PlugZap aria-hidden /> Connect
        </Button>
      )}
      {error ? (
        <Alert tone="error" live title="That did not work.">
          <code>{error.message}</code>
        </Alert>
      ) : null}
      <Section title="Handshake" open={false} summary={query || headers || protocols ? "with more" : "plain"}>
        <Field label="Query string" optional>
          {(ids) => (
            <Input
              {...ids}
              mono
              autoComplete="off"
              placeholder="token=abc"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          )}
        </Field>
        <Field label="Headers" optional help="One a line, Name: value. Browsers cannot send them, other clients can.">
          {(ids) => (
            <Textarea
              {...ids}
              mono
              rows={3}
              spellCheck={false}
              placeholder="x-api-key: ..."
              value={headers}
              onChange={(event) => setHeaders(event.target.value)}
            />
          )}
        </Field>
        <Field label="Subprotocols" optional>
          {(ids) => (
            <Input
              {...ids}
              mono
              autoComplete="off"
              placeholder="chat.v1"
              value={protocols}
              onChange={(event) => setProtocols(event.target.value)}
            />
          )}
        </Field>
      </Section>
    </form>
  );
}

function StateLine({ session }: { session: SocketSession }) {
  const connected = session.entries.find((entry) => entry.kind === "event");
  const opened = session.entries.find((entry) => entry.kind === "opened");
  return (
    <output aria-live="polite" className="flex flex-wrap items-center gap-2">
      {session.state === "open" ? <Badge tone="ok">connected</Badge> : null}
      {session.state === "connecting" ? <Badge tone="info">connecting</Badge> : null}
      {session.state === "over" ? <Badge tone="warn">closed</Badge> : null}
      {session.state === "none" ? <Badge>not connected</Badge> : null}
      {opened?.kind === "opened" && opened.protocol !== undefined ? <Badge tone="info">{opened.protocol}</Badge> : null}
      {connected?.kind === "event" ? (
        <span className="flex items-center gap-1">
          <code className="text-muted text-sm">{connected.connectionId}</code>
          <CopyButton text={connected.connectionId} label="Copy the connection id" />
        </span>
      ) : null}
    </output>
  );
}
