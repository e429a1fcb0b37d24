// Runs a recorded request through the core and prints the answer with its trace: bin/trace FILE.
// FILE is what bin/snapshot prints, with a `request` beside it.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { snapshotSchema } from "../lib/definition/snapshot.ts";
import { stageReleaseSchema } from "../lib/definition/stage.ts";
import { collectTrace } from "../lib/gateway/collect-trace.ts";
import { compile } from "../lib/gateway/compile-rest.ts";
import { wholeBody } from "../lib/gateway/compression.ts";
import type { GatewayRequest } from "../lib/gateway/message.ts";
import { serveRest } from "../lib/gateway/serve-rest.ts";
import { createPorts } from "../lib/ports/real-ports.ts";

const recordSchema = z.object({
  release: stageReleaseSchema,
  snapshot: snapshotSchema,
  request: z.object({
    method: z.string().default("GET"),
    /** Below the stage, with the query string. */
    path: z.string().startsWith("/"),
    headers: z.array(z.tuple([z.string(), z.string()])).default([]),
    body: z.string().default(""),
  }),
});
type RecordedRequest = z.infer<typeof recordSchema>["request"];

function requestOf({ method, path, headers, body }: RecordedRequest, stageName: string): GatewayRequest {
  const bytes = Buffer.from(body);
  const [rawPath = "/", ...query] = path.split("?");
  const stream = (async function* () {
    yield bytes;
  })();
  const read = {
    method,
    rawPath,
    rawQuery: query.join("?"),
    headers: headers.flat(),
    body: { length: bytes.length, stream, collect: () => Promise.resolve(bytes) },
    caller: { isGone: false, onGone: () => undefined },
    fullPath: `/${stageName}${rawPath}`,
    domainName: "localhost",
    sourceIp: "127.0.0.1",
    protocol: "HTTP/1.1",
    scheme: "http" as const,
    port: 80,
    trustedHops: 0,
  };
  return read;
}

async function main(file: string): Promise<void> {
  const { release, snapshot, request } = recordSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const ports = createPorts({ integrationDeny: process.env.INTEGRATION_DENY ?? "", variables: process.env });
  if (snapshot.definition.kind !== "REST") throw new Error("Only recorded requests of REST APIs can be run.");
  const api = compile(snapshot.definition, release);
  const trace = collectTrace(ports.clock);
  const served = await serveRest(api, requestOf(request, release.stageName), ports, trace);
  const body = (await wholeBody(served.reply)).toString("utf8");
  const { status, headers } = served.reply;
  process.stdout.write(`${JSON.stringify({ status, headers, body, trace: trace.record(api.stage, served), log: trace.lines }, null, 2)}\n`);
  await ports.close();
}

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error(
    "Usage: bin/trace FILE, a JSON file with `release` and `snapshot` from bin/snapshot and `request`: { method, path, headers, body }",
  );
  process.exitCode = 2;
} else await main(file);
