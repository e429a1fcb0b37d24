import { createHash, timingSafeEqual } from "node:crypto";
import { findHeader } from "../lib/gateway/message.ts";
import type { Reply, RequestHead } from "./listener.ts";
import type { GatewayStatus } from "./messages.ts";

const prefix = "/_gatehouse/";

/** Whether a request is for the gateway itself and not for an API. */
export function isOwnPage(target: string): boolean {
  return target.startsWith(prefix);
}

export type OwnPages = {
  /** Number of stages that are served; undefined before the first releases are here. */
  stages: number | undefined;
  status: GatewayStatus;
  metricsToken: string | undefined;
  readMetrics(): Promise<string>;
};

/** Health and metrics. */
export function serveOwnPage(head: RequestHead, reply: Reply, pages: OwnPages): void {
  const path = head.target.split("?", 1)[0];
  if (path === `${prefix}health`) sendHealth(reply, pages);
  else if (path === `${prefix}metrics` && mayReadMetrics(head, pages.metricsToken)) sendMetrics(reply, pages);
  else sendJson(reply, path === `${prefix}metrics` ? 403 : 404, { message: path === `${prefix}metrics` ? "Forbidden" : "Not Found" });
}

function sendHealth(reply: Reply, { stages, status }: OwnPages): void {
  if (stages === undefined) {
    sendJson(reply, 503, { status: "starting", reason: status.problem ?? "waiting for the first releases from the console" });
    return;
  }
  const staleSince = status.staleSinceMs === undefined ? {} : { staleSince: new Date(status.staleSinceMs).toISOString() };
  sendJson(reply, 200, { status: "ok", workers: status.workers, stages, ...staleSince });
}

function sendMetrics(reply: Reply, pages: OwnPages): void {
  pages.readMetrics().then(
    (text) => reply.send(200, ["Content-Type", "text/plain; version=0.0.4; charset=utf-8"], text),
    () => sendJson(reply, 503, { message: "Service Unavailable" }),
  );
}

export function sendJson(reply: Reply, status: number, value: unknown): void {
  reply.send(status, ["Content-Type", "application/json", "Cache-Control", "no-store"], JSON.stringify(value));
}

function mayReadMetrics(head: RequestHead, token: string | undefined): boolean {
  if (token !== undefined && findHeader(head.headers, "authorization") !== undefined) {
    return isSame(findHeader(head.headers, "authorization") ?? "", `Bearer ${token}`);
  }
  return /^(127\.|::1$|::ffff:127\.)/.test(head.remoteAddress);
}

/** Compares secrets in constant time. */
export function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
