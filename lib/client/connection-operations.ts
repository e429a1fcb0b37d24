import type { Action, Moment, Query } from "./operation-kinds.ts";

/** An open connection of a stage of a WebSocket API. */
export type ListedConnection = {
  connectionId: string;
  connectedAt: Moment;
  lastActiveAt: Moment;
  sourceIp: string;
  userAgent?: string;
  /** Who an authorizer said it is. */
  caller?: string;
};

type StageRef = { apiId: string; stageName: string };
type ConnectionRef = StageRef & { connectionId: string };

/** Calls about open connections of WebSocket APIs, and the tester's own ones. */
export type ConnectionOperations = {
  /** The newest connections that have the filter's text, how many have it, and how many there are; on one of several gateways only. */
  listConnections: Query<
    StageRef & { filter?: string },
    { total: number; matching: number; otherGateways: number; connections: ListedConnection[] }
  >;
  postToConnection: Action<ConnectionRef & { data: string }, object>;
  deleteConnection: Action<ConnectionRef, object>;

  /** Connects as a client of the stage; /api/sockets/{sessionId} tells what happens. */
  openSocketSession: Action<StageRef & { query: string; headers: [string, string][]; protocols: string[] }, { sessionId: string }>;
  sendInSocketSession: Action<{ sessionId: string; data: string }, object>;
  closeSocketSession: Action<{ sessionId: string }, object>;
};
