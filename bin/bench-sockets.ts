import { type ChildProcess, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { fileURLToPath } from "node:url";
import { sha256Hex } from "../lib/sigv4/canonical-request.ts";
import { signRequest } from "../lib/sigv4/sign-request.ts";
import { environmentKey } from "../tests/processes/aws.ts";
import { eventually, type Product, removeData, startProduct } from "../tests/support/product.ts";
import { makeSocketApi } from "./_socket-api.mjs";
import { SocketClient } from "./_socket-client.ts";

const wanted = Number(process.argv[2] ?? 50_000);
// Sockets that a process may have open, less what it needs for itself.
const perProcess = 16_000;
const clients = Math.ceil(wanted / perProcess);
const workers = clients;
const openingAtOnce = 50;
const roundTrips = 2_000;
const postersAtOnce = 32;
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

type ToClient =
  | { kind: "open"; url: string; count: number; localAddress: string }
  | { kind: "round-trips"; count: number }
  | { kind: "told" };
type FromClient =
  | { kind: "ready" }
  | { kind: "opened"; ids: string[] }
  | { kind: "round-trips"; ms: number[] }
  | { kind: "told"; received: number; closed: number };

// A client process holds its share of the connections.
async function playClients(): Promise<void> {
  const open: SocketClient[] = [];
  const waiting: ((text: string) => void)[] = [];
  let received = 0;
  const answerOf = (index: number, text: string) =>
    new Promise<string>((resolve) => {
      waiting[index] = resolve;
      open[index]?.send(text);
    });
  const say = (message: FromClient) => process.send?.(message);
  const onText = (index: number) => (text: string) => {
    if (text === "to everybody") received++;
    else waiting[index]?.(text);
  };
  const openAll = async ({ url, count, localAddress }: ToClient & { kind: "open" }) => {
    const ids: string[] = [];
    let taken = open.length;
    const next = async () => {
      while (taken < count) {
        const index = taken++;
        open[index] = await SocketClient.open(new URL(url), localAddress, onText(index));
        ids.push(await answerOf(index, "who"));
      }
    };
    await Promise.all(Array.from({ length: openingAtOnce }, next));
    say({ kind: "opened", ids });
  };
  const roundTripsOf = async (count: number) => {
    const ms: number[] = [];
    for (let done = 0; done < count; done++) {
      const startedAt = performance.now();
      await answerOf(Math.floor((done * open.length) / count), "who");
      ms.push(performance.now() - startedAt);
    }
    say({ kind: "round-trips", ms });
  };
  process.on("message", (message: ToClient) => {
    if (message.kind === "open") void openAll(message);
    else if (message.kind === "round-trips") void roundTripsOf(message.count);
    else say({ kind: "told", received, closed: open.filter((client) => client.isClosed).length });
  });
  process.on("disconnect", () => process.exit());
  say({ kind: "ready" });
}

function heard<Kind extends FromClient["kind"]>(child: ChildProcess, kind: Kind): Promise<FromClient & { kind: Kind }> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: FromClient) => {
      if (message.kind !== kind) return;
      child.off("message", onMessage);
      resolve(message as FromClient & { kind: Kind });
    };
    child.on("message", onMessage);
    child.once("exit", (code) => reject(new Error(`a client ended with ${code}`)));
  });
}

function ask<Kind extends FromClient["kind"]>(child: ChildProcess, kind: Kind, message: ToClient) {
  const answer = heard(child, kind);
  child.send(message);
  return answer;
}

const agent = new Agent({ keepAlive: true, maxSockets: postersAtOnce });

function post(stageUrl: URL, id: string): Promise<number> {
  const body = "to everybody";
  const rawPath = `${stageUrl.pathname}/@connections/${encodeURIComponent(id)}`;
  const signable = {
    method: "POST",
    rawPath,
    query: [],
    headers: [["Host", stageUrl.host]] as [string, string][],
    bodyHash: sha256Hex(body),
  };
  const signed = signRequest(signable, { credentials, region: "us-east-1", service: "execute-api", nowMs: Date.now() });
  const headers = { ...Object.fromEntries(signed), "content-length": body.length };
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host: "127.0.0.1", port: stageUrl.port, path: rawPath, method: "POST", headers, agent }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
    });
    call.once("error", reject);
    call.end(body);
  });
}

/** Resident memory of the gateway's processes, MiB. */
function gatewayMemory(product: Product): number {
  const parents = new Map<number, number>();
  const bytes = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      if (command.includes("gateway.mjs")) bytes.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1_024);
    } catch {
      // A process that ended while the list was read.
    }
  }
  const isOurs = (id: number | undefined): boolean => id !== undefined && (id === product.supervisor.pid || isOurs(parents.get(id)));
  const ours = [...bytes].filter(([id]) => isOurs(id));
  return ours.reduce((sum, [, each]) => sum + each, 0) / 1_048_576;
}

const quantile = (values: readonly number[], share: number) =>
  (values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0).toFixed(2);

const seconds = (sinceMs: number) => `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`;

async function canOpen(url: string): Promise<boolean> {
  const ignore = () => undefined;
  return SocketClient.open(new URL(url), "127.0.0.1", ignore)
    .then(
      (client) => client.end(),
      () => "refused",
    )
    .then((end) => end !== "refused");
}

async function measure(product: Product, children: ChildProcess[]): Promise<void> {
  const url = `${product.gatewayUrl}${await makeSocketApi(product.consoleUrl, credentials)}`;
  await eventually("the stage", () => canOpen(url), 10_000);
  const share = Math.ceil(wanted / clients);
  const first = await ask(children[0] as ChildProcess, "opened", { kind: "open", url, count: 100, localAddress: "127.0.0.100" });
  await ask(children[0] as ChildProcess, "round-trips", { kind: "round-trips", count: 500 });
  const beforeMiB = gatewayMemory(product);
  let startedAt = performance.now();
  const opened = await Promise.all(
    children.map((child, index) => ask(child, "opened", { kind: "open", url, count: share, localAddress: `127.0.0.${100 + index}` })),
  );
  const ids = [...first.ids, ...opened.flatMap((each) => each.ids)];
  console.log(`${ids.length} connections open in ${seconds(startedAt)}, on ${workers} workers`);
  const afterMiB = gatewayMemory(product);
  const bytes = ((afterMiB - beforeMiB) * 1_048_576) / (ids.length - 100);
  console.log(
    `memory of the gateway ${beforeMiB.toFixed(0)} -> ${afterMiB.toFixed(0)} MiB: ${Math.round(bytes)} bytes for each connection`,
  );
  const times = await ask(children[1] ?? (children[0] as ChildProcess), "round-trips", { kind: "round-trips", count: roundTrips });
  console.log(`round trip of a message, one at a time: p50 ${quantile(times.ms, 0.5)} ms, p99 ${quantile(times.ms, 0.99)} ms`);
  startedAt = performance.now();
  const posts = ids.values();
  const statuses = new Map<number, number>();
  const poster = async () => {
    for (const id of posts) {
      const status = await post(new URL(url), id);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const during = ask(children[1] ?? (children[0] as ChildProcess), "round-trips", { kind: "round-trips", count: roundTrips });
  await Promise.all(Array.from({ length: postersAtOnce }, poster));
  const took = seconds(startedAt);
  const told = await Promise.all(children.map((child) => ask(child, "told", { kind: "told" })));
  const received = told.reduce((sum, each) => sum + each.received, 0);
  const closed = told.reduce((sum, each) => sum + each.closed, 0);
  const answered = [...statuses].map(([status, count]) => `${count} with ${status}`).join(", ");
  console.log(`@connections to each of them: ${took}, answered ${answered}; ${received} received, ${closed} connections closed`);
  const busy = (await during).ms;
  console.log(`round trip meanwhile: p50 ${quantile(busy, 0.5)} ms, p99 ${quantile(busy, 0.99)} ms`);
}

async function main(): Promise<void> {
  const product = await startProduct({ env: { ...environmentKey, GATEWAY_WORKERS: String(workers) } });
  const children = Array.from({ length: clients }, () => fork(fileURLToPath(import.meta.url), ["client"]));
  try {
    await Promise.all(children.map((child) => heard(child, "ready")));
    await measure(product, children);
  } finally {
    for (const child of children) child.disconnect();
    await product.stop();
    await removeData(product);
  }
}

if (process.argv[2] === "client") await playClients();
else {
  await main();
  process.exit();
}
