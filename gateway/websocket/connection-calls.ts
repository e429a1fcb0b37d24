/** A call of `@connections`, as it travels to the worker that has the connection. */
export type ConnectionCall = { connectionId: string; stageKey: string } & (
  | { verb: "POST"; data: string; isBase64: boolean }
  | { verb: "GET" }
  | { verb: "DELETE" }
);

/** What that worker says; undefined is a connection that is gone. */
export type ConnectionAnswer =
  | { kind: "gone" }
  | { kind: "done" }
  | { kind: "told"; connectedAtMs: number; lastActiveAtMs: number; sourceIp: string; userAgent: string | null };

/** An open connection, as the console's board shows it. */
export type ListedConnection = {
  connectionId: string;
  connectedAtMs: number;
  lastActiveAtMs: number;
  sourceIp: string;
  userAgent: string | null;
  /** Who an authorizer said it is. */
  caller?: string;
};

/** The newest connections of a stage that fit a filter, how many of them there are, and how many the stage has. */
export type ConnectionList = { total: number; matching: number; connections: ListedConnection[] };

/** Which connections are wanted: those that have the text in their id, address, client or caller. */
export type ListQuestion = { stageKey: string; filter: string };

export const noConnections: ConnectionList = { total: 0, matching: 0, connections: [] };

/** More than anybody reads; the numbers tell of the rest. */
export const connectionsListedMax = 1_000;

const idBytes = 11;

/** An id in the service's form, which names the worker that has the connection. */
export function makeConnectionId(worker: number, randomBytes: (count: number) => Buffer): string {
  const bytes = randomBytes(idBytes);
  bytes.writeUInt16BE(worker % 65_536, 0);
  return `${bytes.toString("base64url")}=`;
}

/** The worker of a connection; undefined for what is no id of ours. */
export function workerOf(connectionId: string): number | undefined {
  const bytes = Buffer.from(connectionId.replace(/=$/, ""), "base64url");
  return bytes.length === idBytes ? bytes.readUInt16BE(0) : undefined;
}
