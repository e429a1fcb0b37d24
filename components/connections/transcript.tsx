"use client";
import { ArrowDownLeft, ArrowUpRight, CircleDot, CircleX, PlugZap, Unplug } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { TraceView } from "@/components/trace/trace-view";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatMs } from "@/lib/client/format";
import type { SocketEntry } from "@/lib/definition/socket-session";
import type { SocketSession } from "./use-socket-session";

type Props = { apiId: string; session: SocketSession };

/** Everything that was said on a connection, in order. */
export function Transcript({ apiId, session }: Props) {
  const end = useRef<HTMLLIElement>(null);
  const count = session.entries.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what is scrolled for.
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [count]);
  if (count === 0) {
    return (
      <p className="m-auto max-w-80 p-8 text-center text-muted">
        {session.state === "over"
          ? "This connection is not kept any more. Connect again."
          : "Connect, and every message shows here: what was sent, which route took it, and what came back."}
      </p>
    );
  }
  return (
    <ol
      aria-label="Transcript"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
      tabIndex={0}
      className="flex max-h-[420px] min-h-60 flex-col divide-y divide-line overflow-auto outline-offset-[-2px]"
    >
      {session.entries.map((entry, index) => (
        <li key={entry.seq} ref={index === count - 1 ? end : undefined} className="flex flex-col gap-1 px-3 py-1.5">
          <Entry apiId={apiId} entry={entry} />
        </li>
      ))}
    </ol>
  );
}

function Entry({ apiId, entry }: { apiId: string; entry: SocketEntry }) {
  switch (entry.kind) {
    case "sent":
      return (
        <Line entry={entry} icon={<ArrowUpRight role="img" aria-label="sent" className="text-info" />}>
          <Text text={entry.data} />
        </Line>
      );
    case "message":
      return (
        <Line entry={entry} icon={<ArrowDownLeft role="img" aria-label="received" className="text-ok" />}>
          {entry.isBase64 ? <Badge>base64</Badge> : null}
          <Text text={entry.data} />
        </Line>
      );
    case "event":
      return <EventLine apiId={apiId} entry={entry} />;
    case "opened":
      return (
        <Line entry={entry} icon={<PlugZap role="img" aria-label="opened" className="text-ok" />}>
          Connected{entry.protocol === undefined ? "" : ` with the subprotocol ${entry.protocol}`}
        </Line>
      );
    case "refused":
      return (
        <Line entry={entry} icon={<CircleX role="img" aria-label="refused" className="text-error" />}>
          <Badge tone="error">{entry.status}</Badge> <Text text={entry.body} />
        </Line>
      );
    case "closed":
      return (
        <Line entry={entry} icon={<Unplug role="img" aria-label="closed" className="text-warn" />}>
          Closed with {entry.code}
          {entry.reason === "" ? "" : `: ${entry.reason}`}
        </Line>
      );
    case "failed":
      return (
        <Line entry={entry} icon={<CircleX role="img" aria-label="failed" className="text-error" />}>
          {entry.message}
        </Line>
      );
  }
}

function Line({ entry, icon, children }: { entry: SocketEntry; icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-start gap-2 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
      {icon}
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-1.5">{children}</div>
      <time dateTime={entry.at} className="shrink-0 text-muted text-xs tabular-nums">
        {entry.at.slice(11, 23)}
      </time>
    </div>
  );
}

function Text({ text }: { text: string }) {
  return <code className="min-w-0 whitespace-pre-wrap break-all">{text}</code>;
}

const eventWords = { CONNECT: "Handshake", MESSAGE: "Message", DISCONNECT: "End" } as const;

function EventLine({ apiId, entry }: { apiId: string; entry: Extract<SocketEntry, { kind: "event" }> }) {
  const [isOpen, setOpen] = useState(false);
  const [step, setStep] = useState<string | null>(null);
  const { trace, routeKey, ms } = entry;
  const isBad = trace.status >= 400;
  return (
    <>
      <Line entry={entry} icon={<CircleDot role="img" aria-label="served" className={cn(isBad ? "text-error" : "text-muted")} />}>
        <span className="text-muted">{eventWords[entry.eventType]} took the route</span>
        <code className="font-semibold">{routeKey}</code>
        <Badge tone={isBad ? "error" : "ok"}>{trace.status}</Badge>
        <span className="text-muted">{formatMs(ms)}</span>
        {trace.reason === undefined ? null : <Badge tone="warn">{trace.reason}</Badge>}
        <Button
          look="ghost"
          size="sm"
          className="h-6"
          aria-expanded={isOpen}
          aria-label={`Trace of ${routeKey}, line ${entry.seq}`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? "Hide trace" : "Trace"}
        </Button>
      </Line>
      {isOpen ? <TraceView apiId={apiId} trace={trace} step={step} onStep={setStep} /> : null}
    </>
  );
}
