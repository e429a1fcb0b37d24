"use client";
import { useEffect, useState } from "react";
import type { SocketEntry } from "@/lib/definition/socket-session";

/** As many as the server keeps. */
const entriesMax = 300;

export type SocketSession = { entries: readonly SocketEntry[]; state: "none" | "connecting" | "open" | "over" };

/** What happens on a connection of the tester, as it happens. */
export function useSocketSession(sessionId: string | null): SocketSession {
  const [kept, setKept] = useState<{ sessionId: string | null; entries: readonly SocketEntry[]; isLost: boolean }>();
  useEffect(() => {
    if (sessionId === null) return;
    const source = new EventSource(`/api/sockets/${encodeURIComponent(sessionId)}`);
    setKept({ sessionId, entries: [], isLost: false });
    source.onmessage = ({ data }) => {
      // The server's entries have the shape that it declares.
      const entry = JSON.parse(String(data)) as SocketEntry;
      setKept((old) => ({ sessionId, isLost: false, entries: [...(old?.entries ?? []).slice(1 - entriesMax), entry] }));
      if (isLast(entry)) source.close();
    };
    // A stream that broke is opened again by the browser; one that was refused is not.
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setKept((old) => ({ sessionId, entries: old?.entries ?? [], isLost: true }));
    };
    return () => source.close();
  }, [sessionId]);
  if (sessionId === null || kept?.sessionId !== sessionId) return { entries: [], state: sessionId === null ? "none" : "connecting" };
  const { entries, isLost } = kept;
  if (isLost || entries.some(isEnd)) return { entries, state: "over" };
  return { entries, state: entries.some(({ kind }) => kind === "opened") ? "open" : "connecting" };
}

const isEnd = ({ kind }: SocketEntry) => kind === "closed" || kind === "refused" || kind === "failed";

/** Nothing comes after it: what `$disconnect` came to is told last, where there is such a route. */
const isLast = (entry: SocketEntry) =>
  entry.kind === "refused" || entry.kind === "failed" || (entry.kind === "event" && entry.eventType === "DISCONNECT");
