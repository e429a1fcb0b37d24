import { previewHeader, previewParameter, previewStage } from "../lib/definition/preview.ts";
import { type PreviewPass, readPreview } from "../lib/feed/preview-token.ts";
import { collectTrace } from "../lib/gateway/collect-trace.ts";
import { executionOf } from "../lib/gateway/logging-trace.ts";
import { findHeader, type HeaderList, type RequestBody, requestBodyMaxBytes, setHeader } from "../lib/gateway/message.ts";
import type { CachePort, Ports } from "../lib/gateway/ports.ts";
import { serveApi } from "../lib/gateway/serve-api.ts";
import type { StageLogging } from "../lib/gateway/stage-logging.ts";
import type { Client } from "../lib/ports/client-address.ts";
import type { Destination } from "./addresses.ts";
import type { FactsCollector } from "./facts.ts";
import type { Reply, RequestHead } from "./listener.ts";
import { sendJson } from "./own-pages.ts";
import type { Draft, Previews } from "./previews.ts";
import { sendReply, toGatewayRequest, whenSent } from "./serve-request.ts";

export type PreviewCall = { head: RequestHead; body: RequestBody; reply: Reply; client: Client; destination: Destination };

type Serving = {
  previews: Previews;
  ports: Ports;
  facts: FactsCollector;
  feedToken: string;
  reportBug(requestId: string, error: unknown): void;
};

type Ticket = { token: string; pass: PreviewPass; isInLink: boolean };

/** Serves the draft of an API to who has a pass for it; false for everybody else, who learn nothing of it. */
export function servePreview(serving: Serving, call: PreviewCall): boolean {
  const ticket = findTicket(call, serving.feedToken);
  if (ticket === undefined) return false;
  if (ticket.pass.expiresAtMs <= serving.ports.clock.nowMs()) {
    sendJson(call.reply, 403, { message: "The preview link is over. Open the preview in the console again." });
  } else if (ticket.isInLink && isNavigation(call.head)) {
    moveToCookie(serving.ports, call, ticket);
  } else {
    serveDraft(serving, withoutTicket(call), ticket).catch((error: unknown) => {
      serving.reportBug("", error);
      call.reply.abort();
    });
  }
  return true;
}

function findTicket({ head, destination }: PreviewCall, feedToken: string): Ticket | undefined {
  const inLink = parameterIn(destination.rawQuery);
  const token = inLink ?? findHeader(head.headers, previewHeader) ?? cookieIn(findHeader(head.headers, "cookie") ?? "");
  const pass = token === undefined ? undefined : readPreview(token, feedToken);
  if (token === undefined || pass?.apiId !== destination.apiId) return undefined;
  return { token, pass, isInLink: inLink !== undefined };
}

const parameterPrefix = `${previewParameter}=`;
const isParameter = (part: string) => part.startsWith(parameterPrefix);

function parameterIn(rawQuery: string): string | undefined {
  return rawQuery.split("&").find(isParameter)?.slice(parameterPrefix.length);
}

function cookieIn(cookie: string): string | undefined {
  return cookie.split(/;\s*/).find(isParameter)?.slice(parameterPrefix.length);
}

function isNavigation({ method, headers }: RequestHead): boolean {
  return method === "GET" && (findHeader(headers, "accept") ?? "").includes("text/html");
}

/** A link that a person opened: the pass goes into a cookie, so that it stays out of the address and what that leads to. */
function moveToCookie({ clock }: Ports, { head, reply, destination }: PreviewCall, { token, pass }: Ticket): void {
  const [path = "/"] = head.target.split("?", 1);
  const query = withoutParameter(destination.rawQuery);
  const draftPath = path.slice(0, path.indexOf(`/${previewStage}`) + previewStage.length + 1);
  const ageSeconds = Math.floor((pass.expiresAtMs - clock.nowMs()) / 1_000);
  const cookie = [
    `${previewParameter}=${token}`,
    `Path=${draftPath}`,
    `Max-Age=${ageSeconds}`,
    "HttpOnly",
    "SameSite=Lax",
    ...(head.scheme === "https" ? ["Secure"] : []),
  ].join("; ");
  // A path that begins with two slashes would name another host.
  const location = `${path.replace(/^\/+/, "/")}${query === "" ? "" : `?${query}`}`;
  reply.send(303, ["Location", location, "Set-Cookie", cookie, "Cache-Control", "no-store", "Referrer-Policy", "no-referrer"], "");
}

function withoutParameter(rawQuery: string): string {
  return rawQuery
    .split("&")
    .filter((part) => !isParameter(part))
    .join("&");
}

/** The call as the API sees it: passes are nobody's business behind the gateway. */
function withoutTicket(call: PreviewCall): PreviewCall {
  return {
    ...call,
    head: { ...call.head, headers: headersWithoutTicket(call.head.headers) },
    destination: { ...call.destination, rawQuery: withoutParameter(call.destination.rawQuery) },
  };
}

function headersWithoutTicket(headers: HeaderList): string[] {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const [name = "", value = ""] = [headers[i], headers[i + 1]];
    const lower = name.toLowerCase();
    if (lower === previewHeader) continue;
    const own =
      lower === "cookie"
        ? value
            .split(/;\s*/)
            .filter((part) => !isParameter(part))
            .join("; ")
        : value;
    if (own !== "" || value === "") kept.push(name, own);
  }
  return kept;
}

async function serveDraft(serving: Serving, { head, body, reply, client, destination }: PreviewCall, ticket: Ticket): Promise<void> {
  const found = await serving.previews.find(ticket.token, ticket.pass);
  if ("problem" in found) {
    sendJson(reply, found.problem.status, { message: found.problem.message });
    return;
  }
  if (body.length !== undefined && body.length > requestBodyMaxBytes) {
    sendJson(reply, 413, { message: "Request Too Long" });
    return;
  }
  const { api, counted, version }: Draft = found.draft;
  const request = toGatewayRequest({ head, body, caller: reply, destination, client });
  const trace = collectTrace(serving.ports.clock, api.stage.hide);
  const startedMs = performance.now();
  const served = await serveApi(api, request, { ...serving.ports, cache: noCache, limits: noLimits }, trace);
  setHeader(served.reply.headers, "Cache-Control", "no-store");
  setHeader(served.reply.headers, "X-Gatehouse-Preview", `draft ${version}`);
  sendReply(served, reply);
  const { refusal, requestId } = served.facts;
  if (refusal?.reason === "INTERNAL_ERROR" && !reply.isGone) serving.reportBug(requestId, refusal.cause);
  const ms = performance.now() - startedMs;
  whenSent(served, () => {
    const execution = executionOf(wholeLog, served, { trace: trace.record(counted.stage, served), lines: trace.lines });
    serving.facts.add({ api: counted, logging: wholeLog, request, served, ms, execution });
  });
}

/** Every call of a draft is traced whole. */
const wholeLog: StageLogging = { accessFormat: undefined, isOn: true, of: () => ({ level: "INFO", hasData: true, isDetailed: false }) };

/** Nothing of a draft is kept for another call, and nothing of a stage is answered for it. */
const noCache: CachePort = {
  read: () => ({ kind: "miss", settle: async () => undefined }),
  renew: () => ({ kind: "miss", settle: async () => undefined }),
};

/** A preview takes nothing from what clients may still send. */
const noLimits: Ports["limits"] = { take: () => true, spend: () => true };
