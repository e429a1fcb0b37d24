import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { canonicalJson } from "../../lib/base/canonical-json.ts";
import type { Snapshot } from "../../lib/definition/snapshot.ts";
import type { StageRelease } from "../../lib/definition/stage.ts";
import type { FeedDomain } from "../../lib/feed/access.ts";
import type { DraftAnswer, DraftQuestion, IngestBatch } from "../../lib/feed/protocol.ts";

export type StandIn = { server: Server; url: string; close(): Promise<void> };

/** An HTTP server on a free port of loopback. */
export async function startServer(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<StandIn> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { server, url: `http://127.0.0.1:${port}`, close };
}

export type StandInConsole = StandIn & {
  token: string;
  batches: IngestBatch[];
  /** How often each snapshot was fetched, by hash. */
  fetched: string[];
  /** Puts a stage on, or off, and wakes the polls. */
  publish(change: { snapshot: Snapshot; release: StageRelease }): void;
  publishDomains(domains: FeedDomain[]): void;
  /** What the console says of drafts; it does not know any until this is set. */
  onDraft(answer: (question: DraftQuestion) => DraftAnswer): void;
};

/** The feed of a console: changes, snapshots and ingest. */
export async function startConsole(): Promise<StandInConsole> {
  const token = "token-of-the-stand-in";
  const batches: IngestBatch[] = [];
  const fetched: string[] = [];
  const snapshots = new Map<string, string>();
  const stages = new Map<string, StageRelease>();
  let domains: FeedDomain[] = [];
  let seq = 0;
  let waiting: (() => void)[] = [];
  let answerDraft = (_question: DraftQuestion): DraftAnswer => ({ kind: "refused", message: "There is no draft." });

  const standIn = await startServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://console");
    if (request.headers.authorization !== `Bearer ${token}`) response.writeHead(401).end();
    else if (pathname === "/feed/changes") changes(Number(searchParams.get("after")), response);
    else if (pathname === "/feed/draft") void sendDraft(request, response);
    else if (pathname.startsWith("/feed/snapshots/")) sendSnapshot(pathname.slice("/feed/snapshots/".length), response);
    else void ingest(request, response);
  });

  function changes(after: number, response: ServerResponse): void {
    const send = () => {
      const apiIds = [...new Set([...stages.values()].map(({ apiId }) => apiId))];
      const apis = apiIds.map((apiId) => ({ apiId, stages: [...stages.values()].filter((stage) => stage.apiId === apiId) }));
      const access = { reset: true, hashKey: "k", keys: [], goneKeys: [], plans: [], accessKeys: [], domains };
      response.end(JSON.stringify({ seq, reset: after === 0, apis: after < seq || after === 0 ? apis : [], access }));
    };
    if (after < seq || after === 0) send();
    else waiting.push(send);
  }

  function sendSnapshot(hash: string, response: ServerResponse): void {
    fetched.push(hash);
    const text = snapshots.get(hash);
    if (text === undefined) response.writeHead(404);
    response.end(text);
  }

  async function sendDraft(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    response.end(JSON.stringify(answerDraft(JSON.parse(text) as DraftQuestion)));
  }

  async function ingest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    batches.push(JSON.parse(text) as IngestBatch);
    response.writeHead(204).end();
  }

  function wakePolls(): void {
    seq++;
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  }

  return {
    ...standIn,
    token,
    batches,
    fetched,
    publish({ snapshot, release }) {
      snapshots.set(release.snapshotHash, canonicalJson(snapshot));
      stages.set(`${release.apiId}/${release.stageName}`, release);
      wakePolls();
    },
    publishDomains(published) {
      domains = published;
      wakePolls();
    },
    onDraft(answer) {
      answerDraft = answer;
    },
  };
}
