import type { StageRelease } from "../lib/definition/stage.ts";
import type { AccessChanges, UsageCount } from "../lib/feed/access.ts";
import type { SnapshotSource } from "../lib/feed/client/follow-feed.ts";
import type { AccessRecord, MetricPoint } from "../lib/feed/protocol.ts";
import type { CacheQuestion, CacheReply } from "./cache-messages.ts";
import type { Answer, Question } from "./questions.ts";
import type { ConnectionAnswer, ConnectionCall, ConnectionList, ListQuestion } from "./websocket/connection-calls.ts";

/** Releases as they go to workers. */
export type WireReleases = {
  /** Counts up with each set; workers name it when it is in place. */
  version: number;
  stages: readonly StageRelease[];
  sources: Readonly<Record<string, SnapshotSource>>;
};

export type GatewayStatus = {
  workers: number;
  /** True from the moment when every worker had its first releases. */
  isServing: boolean;
  staleSinceMs: number | undefined;
  problem: string | undefined;
};

/** What a worker has to know before it can serve; the primary read it from the environment. */
export type WorkerSettings = {
  port: number;
  host: string;
  /** Undefined when the gateway does not speak TLS. */
  tlsPort: number | undefined;
  integrationDeny: string;
  trustedProxies: string;
  metricsToken: string | undefined;
  feedToken: string;
  webSocketIdleMs: number;
  webSocketLifeMs: number;
};

/** What the primary tells its workers; the settings come first. */
export type ToWorker =
  | { kind: "settings"; settings: WorkerSettings }
  | { kind: "releases"; releases: WireReleases }
  | { kind: "status"; status: GatewayStatus }
  /** Take connections as soon as the releases that came before are in place. */
  | { kind: "listen" }
  | { kind: "metrics"; id: number; text: string }
  | { kind: "cache"; reply: CacheReply }
  | { kind: "access"; access: AccessChanges }
  | { kind: "answer"; id: number; answer: Answer }
  /** Another worker asks about a connection of this one. */
  | { kind: "connection"; id: number; call: ConnectionCall }
  /** What connections of a stage are open there. */
  | ({ kind: "connections"; id: number } & ListQuestion)
  | { kind: "stop"; deadlineMs: number };

/** What a worker tells the primary. */
export type ToPrimary =
  /** Its message handler is in place: what was sent before is lost. */
  | { kind: "attached" }
  | { kind: "listening" }
  | { kind: "installed"; version: number }
  | { kind: "failed"; problem: string }
  | { kind: "facts"; facts: Facts }
  | { kind: "metrics"; id: number }
  | { kind: "cache"; question: CacheQuestion }
  | { kind: "ask"; id: number; question: Question }
  | { kind: "connection"; id: number; answer: ConnectionAnswer }
  | { kind: "connections"; id: number; list: ConnectionList };

/** What a worker counted since it last told. */
export type Facts = { records: AccessRecord[]; metrics: WorkerPoint[]; usage: UsageCount[]; dropped: { records: number; traces: number } };

/** Counters of a method; only those of detailed ones are on the metrics page by method. */
export type WorkerPoint = MetricPoint & { isDetailed: boolean };
