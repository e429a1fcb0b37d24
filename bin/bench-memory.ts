import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { definitionOf, mockRoute, proxyRoute, type RouteFixture } from "../lib/gateway/testing/definition-fixture.ts";
import { releaseOf } from "../tests/gateway/cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "../tests/gateway/gateway-process.ts";
import { startConsole } from "../tests/gateway/stand-ins.ts";
import { waitUntil } from "../tests/gateway/wait-until.ts";
import { type Backend, manners, startEcho, startFaultyBackend } from "./_memory-backends.ts";

const json = "application/json";
const timeoutMs = 29_000;
const sampleEveryMs = 2_000;
const faultLanes = 40;

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "15" }, faults: { type: "string", default: "100000" } },
});
const minutes = Number(values.minutes);
const faults = Number(values.faults);

const reverse =
  '[#foreach($i in $input.path(\'$\')){"id":$i.id,"name":"$util.escapeJavaScript($i.name)","turn":$foreach.count}#if($foreach.hasNext),#end#end]';

/** Methods of the mixed load. */
function usualRoutes(echo: Backend): Record<string, RouteFixture> {
  const http = (template: string): RouteFixture => ({
    integration: {
      type: "HTTP",
      httpMethod: "POST",
      uri: `${echo.url}/`,
      requestTemplates: { [json]: template },
      integrationResponses: { 200: { statusCode: "200", responseTemplates: { [json]: template } } },
    },
  });
  return {
    "POST /foreach": http(reverse),
    "POST /large": http("$input.json('$')"),
    "POST /binary": proxyRoute(`${echo.url}/`, "POST"),
    "GET /small": mockRoute('{"at":"$context.requestTime"}'),
  };
}

const failingTemplates: Readonly<Record<string, string>> = {
  "never-ends": "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#set($x = 1)#end#end#end",
  grows: "#set($s = 'aaaaaaaaaa')#foreach($i in [1..1000])#set($s = \"$s$s\")#end",
  breaks: "$input.path('$[')",
  "has-no-end": "#if(true)",
};

/** Methods that fail each in its own way. */
function faultyRoutes(backend: Backend): Record<string, RouteFixture> {
  const timeoutInMillis = 100;
  const routes: Record<string, RouteFixture> = {};
  for (const manner of Object.keys(manners)) {
    const uri = `${backend.url}/${manner}`;
    const functionUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${manner}/invocations`;
    const mapped = { 200: { statusCode: "200", responseTemplates: { [json]: "$input.json('$.half')" } } };
    routes[`GET /http/${manner}`] = {
      integration: { type: "HTTP", httpMethod: "GET", uri, timeoutInMillis, integrationResponses: mapped },
    };
    routes[`GET /proxy/${manner}`] = proxyRoute(uri, "GET", { timeoutInMillis });
    routes[`GET /function/${manner}`] = { integration: { type: "AWS_PROXY", httpMethod: "POST", uri: functionUri, timeoutInMillis } };
  }
  for (const [name, template] of Object.entries(failingTemplates)) routes[`GET /template/${name}`] = mockRoute(template);
  return routes;
}

type Answer = { status: number; ms: number };

const agent = new Agent({ keepAlive: true });

function call(gateway: GatewayProcess, method: string, path: string, body?: { type: string; bytes: Buffer }): Promise<Answer> {
  const startedMs = performance.now();
  const headers = body === undefined ? {} : { "content-type": body.type, "content-length": body.bytes.length };
  return new Promise((resolve, reject) => {
    const target = `/_aws/execute-api/abcdefghij/test${path}`;
    const sent = request({ host: "127.0.0.1", port: gateway.port, path: target, method, headers, agent }, (response) => {
      response.resume();
      response.once("error", reject);
      response.once("end", () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - startedMs }));
    });
    sent.once("error", reject);
    sent.end(body?.bytes);
  });
}

const records = (count: number) =>
  Buffer.from(JSON.stringify(Array.from({ length: count }, (_, id) => ({ id, name: `name "${id}" of a record`, tags: ["a", "b"] }))));

/** What the lanes send, each lane one call after the other. */
const lanes = [
  { lanes: 4, method: "GET", path: "/small" },
  { lanes: 4, method: "POST", path: "/foreach", body: { type: json, bytes: records(900) } },
  { lanes: 2, method: "POST", path: "/large", body: { type: json, bytes: records(18_000) } },
  { lanes: 2, method: "POST", path: "/binary", body: { type: "application/octet-stream", bytes: Buffer.alloc(10 * 1024 * 1024 - 1, 7) } },
];

type ProcessSize = { name: string; mib: number; sockets: number };

/** The gateway's processes with their resident memory and open sockets. */
function sizes(gateway: GatewayProcess): ProcessSize[] {
  const ids = [gateway.child.pid ?? 0, ...gateway.workerPids()];
  return ids.flatMap((id, index) => {
    try {
      const kib = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1]);
      const open = readdirSync(`/proc/${id}/fd`).filter((fd) => isSocket(`/proc/${id}/fd/${fd}`));
      return [{ name: index === 0 ? "primary" : `worker ${index}`, mib: kib / 1024, sockets: open.length }];
    } catch {
      // It ended while the list was read.
      return [];
    }
  });
}

function isSocket(path: string): boolean {
  try {
    return readlinkSync(path).startsWith("socket:");
  } catch {
    // Closed meanwhile, such as the folder that is being listed.
    return false;
  }
}

const show = (list: readonly ProcessSize[]) =>
  list.map(({ name, mib, sockets }) => `${name} ${mib.toFixed(0)} MiB, ${sockets} sockets`).join("; ");

/** The mean of what was seen over a while: memory goes up and down with each collection. */
function mean(samples: readonly ProcessSize[][]): ProcessSize[] {
  return (samples.at(-1) ?? []).map(({ name, sockets }) => {
    const seen = samples.flatMap((sample) => sample.filter((each) => each.name === name));
    return { name, mib: seen.reduce((sum, { mib }) => sum + mib, 0) / seen.length, sockets };
  });
}

async function runMixedLoad(gateway: GatewayProcess): Promise<void> {
  const endMs = performance.now() + minutes * 60_000;
  const counts = new Map<string, { answers: number; failed: number; late: number; slowestMs: number }>();
  const lane = async ({ method, path, body }: (typeof lanes)[number]) => {
    const count = counts.get(path) ?? { answers: 0, failed: 0, late: 0, slowestMs: 0 };
    counts.set(path, count);
    while (performance.now() < endMs) {
      const { status, ms } = await call(gateway, method, path, body);
      count.answers++;
      if (status !== 200) count.failed++;
      if (ms > timeoutMs) count.late++;
      count.slowestMs = Math.max(count.slowestMs, ms);
    }
  };
  const watch = async () => {
    for (let minute = 1; minute <= Math.ceil(minutes); minute++) {
      const samples: ProcessSize[][] = [];
      const minuteEndMs = Math.min(performance.now() + 60_000, endMs);
      while (performance.now() < minuteEndMs) {
        await delay(Math.min(sampleEveryMs, Math.max(1, minuteEndMs - performance.now())));
        samples.push(sizes(gateway));
      }
      console.log(`minute ${minute}: ${show(mean(samples))}`);
    }
  };
  await Promise.all([watch(), ...lanes.flatMap((each) => Array.from({ length: each.lanes }, () => lane(each)))]);
  for (const [path, { answers, failed, late, slowestMs }] of counts) {
    console.log(`${path}: ${answers} answers, ${failed} not 200, ${late} over ${timeoutMs} ms, the slowest ${slowestMs.toFixed(0)} ms`);
  }
}

async function runFaults(gateway: GatewayProcess, paths: readonly string[]): Promise<void> {
  const statuses = new Map<number, number>();
  let sent = 0;
  let slowestMs = 0;
  const lane = async (until: number) => {
    while (sent < until) {
      const { status, ms } = await call(gateway, "GET", paths[sent++ % paths.length] ?? "");
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      slowestMs = Math.max(slowestMs, ms);
    }
  };
  const run = (until: number) => Promise.all(Array.from({ length: faultLanes }, () => lane(until)));
  // Memory that is kept for each call shows from tenth to tenth; the first one warms up.
  for (let tenth = 1; tenth <= 10; tenth++) {
    await run(Math.ceil((faults * tenth) / 10));
    console.log(`after ${sent} faulty calls: ${show(sizes(gateway))}`);
  }
  // Only what the gateway keeps by itself: connections that nobody uses are given up after a few seconds.
  agent.destroy();
  await delay(15_000);
  console.log(`after ${sent} faulty calls: ${show(sizes(gateway))}`);
  const answered = [...statuses].map(([status, count]) => `${count} with ${status}`).join(", ");
  console.log(`answered ${answered}; the slowest ${slowestMs.toFixed(0)} ms`);
}

async function main(): Promise<void> {
  const dataDir = await newDataDir();
  const [echo, faulty, standIn] = [await startEcho(), await startFaultyBackend(), await startConsole()];
  const routes = { ...usualRoutes(echo), ...faultyRoutes(faulty) };
  const definition = definitionOf(routes);
  standIn.publish(releaseOf({ ...definition, settings: { ...definition.settings, binaryMediaTypes: ["application/octet-stream"] } }));
  const gateway = await startGateway({
    dataDir,
    workers: 2,
    environment: { FEED_URL: standIn.url, FEED_TOKEN: standIn.token, AWS_ENDPOINT_URL: faulty.url },
  });
  // What the gateway reports is not wanted here.
  const forget = setInterval(() => standIn.batches.splice(0), 1_000);
  try {
    await waitUntil("the stage is served", async () => (await call(gateway, "GET", "/small")).status === 200);
    console.log(`at the start: ${show(sizes(gateway))}`);
    if (minutes > 0) await runMixedLoad(gateway);
    const paths = Object.keys(faultyRoutes(faulty)).map((key) => key.slice("GET ".length));
    if (faults > 0) await runFaults(gateway, paths);
  } finally {
    clearInterval(forget);
    agent.destroy();
    await stopGateway(gateway);
    await Promise.all([echo.close(), faulty.close(), standIn.close()]);
    await removeDataDir(dataDir);
  }
}

await main();
