import { WebSocket } from "undici";
import { cryptoBytes, newId } from "../../base/ids.ts";
import { type SocketEntry, type SocketFrame, socketFrameSchema } from "../../definition/socket-session.ts";
import { type GatewayRef, gatewayDoor } from "../call-gateway.ts";
import { badRequest, notFound } from "../errors.ts";
import { demand, type Scope } from "../scope.ts";
import { demandStage } from "../test-stage.ts";

/** A connection that a person opened from the console, with what was said on it. It ends when nobody follows it any more. */
type Session = {
  id: string;
  userId: string;
  socket: WebSocket;
  entries: SocketEntry[];
  nextSeq: number;
  followers: Set<(entry: SocketEntry) => void>;
  abandoned: NodeJS.Timeout | undefined;
};

export type SocketCall = {
  apiId: string;
  stageName: string;
  query: string;
  headers: readonly (readonly [string, string])[];
  protocols: readonly string[];
};

const sessionsMax = 50;
const sessionsPerUserMax = 5;
/** Lines that a transcript keeps; each may hold a whole trace. */
const entriesMax = 300;
/** Somebody who reloads the page is back before that. */
const abandonedMs = 60_000;
/** The service's limit of a frame; what is sent travels as JSON in one. */
const frameBytesMax = 32_768;

// Next bundles routes apart: only the global object is shared by all of them.
const key = Symbol.for("gatehouse.socket-sessions");
const shared = globalThis as typeof globalThis & { [key]?: Map<string, Session> };
const sessions = (): Map<string, Session> => {
  shared[key] ??= new Map();
  return shared[key];
};

/** Connects to a stage as a client of it. What happens is told to those who follow the session. */
export async function openSocketSession(scope: Scope, gateway: GatewayRef, call: SocketCall): Promise<{ sessionId: string }> {
  demand(scope, "test", "connection:test");
  await demandStage(scope, call);
  const first = JSON.stringify({ kind: "connect", ...call });
  if (Buffer.byteLength(first) > frameBytesMax) throw badRequest("Query string and headers together are larger than 32 KB.");
  const { userId } = scope.actor;
  makeRoom(userId);
  const { authority, authorization } = gatewayDoor(gateway);
  const socket = new WebSocket(`ws://${authority}/_gatehouse/socket`, { headers: { authorization } });
  const session: Session = {
    id: newId(cryptoBytes, sessionIdLength),
    userId,
    socket,
    entries: [],
    nextSeq: 1,
    followers: new Set(),
    abandoned: undefined,
  };
  sessions().set(session.id, session);
  socket.addEventListener("open", () => socket.send(first));
  socket.addEventListener("message", ({ data }) => tell(session, readFrame(data)));
  socket.addEventListener("close", () => onClose(session));
  // The close that follows says it.
  socket.addEventListener("error", () => undefined);
  watchAbandoned(session);
  return { sessionId: session.id };
}

const sessionIdLength = 32;

function readFrame(data: unknown): SocketFrame {
  return socketFrameSchema.parse(JSON.parse(String(data)));
}

type Told = SocketFrame | { kind: "sent"; data: string } | { kind: "failed"; message: string };

function tell(session: Session, told: Told): void {
  const entry: SocketEntry = { seq: session.nextSeq++, at: new Date().toISOString(), ...told };
  session.entries = [...session.entries.slice(1 - entriesMax), entry];
  for (const follower of session.followers) follower(entry);
}

const isOver = ({ kind }: SocketEntry) => kind === "closed" || kind === "refused" || kind === "failed";

function onClose(session: Session): void {
  if (!session.entries.some(isOver))
    tell(session, { kind: "failed", message: "The gateway ended the connection, or could not be reached." });
}

/** Sends a message as the client would. */
export function sendInSocketSession(scope: Scope, { sessionId, data }: { sessionId: string; data: string }): void {
  demand(scope, "test", "connection:test");
  const session = getSession(scope, sessionId);
  const frame = JSON.stringify({ kind: "send", data });
  if (Buffer.byteLength(frame) > frameBytesMax) throw badRequest("The tester sends messages of up to 32 KB.");
  if (session.socket.readyState !== WebSocket.OPEN || session.entries.some(isOver))
    throw badRequest("The connection is closed. Connect again.");
  session.socket.send(frame);
  tell(session, { kind: "sent", data });
}

/** Ends the connection as the client would. */
export function closeSocketSession(scope: Scope, { sessionId }: { sessionId: string }): void {
  demand(scope, "test", "connection:test");
  const { socket } = getSession(scope, sessionId);
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ kind: "close" }));
}

type Following = { sessionId: string; after: number; onEntry: (entry: SocketEntry) => void };

/** Tells what happened since an entry, and what happens from now on, until the answer is called. */
export function followSocketSession(scope: Scope, { sessionId, after, onEntry }: Following): () => void {
  const session = getSession(scope, sessionId);
  for (const entry of session.entries) if (entry.seq > after) onEntry(entry);
  session.followers.add(onEntry);
  clearTimeout(session.abandoned);
  return () => {
    session.followers.delete(onEntry);
    watchAbandoned(session);
  };
}

function getSession(scope: Scope, sessionId: string): Session {
  const session = sessions().get(sessionId);
  // A session is its owner's alone: it may carry a token.
  if (session?.userId !== scope.actor.userId) throw notFound("The connection is not kept any more. Connect again.");
  return session;
}

function watchAbandoned(session: Session): void {
  clearTimeout(session.abandoned);
  if (session.followers.size > 0) return;
  session.abandoned = setTimeout(() => forget(session), abandonedMs);
  session.abandoned.unref();
}

function forget(session: Session): void {
  clearTimeout(session.abandoned);
  sessions().delete(session.id);
  session.socket.close();
}

/** Lets the oldest sessions go, of this person or of all, when there are too many. */
function makeRoom(userId: string): void {
  const all = [...sessions().values()];
  const own = all.filter((session) => session.userId === userId);
  for (const session of own.slice(0, Math.max(0, own.length + 1 - sessionsPerUserMax))) forget(session);
  for (const session of all.slice(0, Math.max(0, all.length + 1 - sessionsMax))) if (sessions().has(session.id)) forget(session);
}
