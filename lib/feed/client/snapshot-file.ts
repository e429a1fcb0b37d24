import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Resource, RestApiDefinition } from "../../definition/rest-api.ts";
import type { Snapshot } from "../../definition/snapshot.ts";
import type { V2ApiDefinition } from "../../definition/v2-api.ts";
import { writeAtomically } from "./write-atomically.ts";

// Spelled out, so that reading a file does not load the schemas of definitions.
const snapshotFormat: Snapshot["format"] = 1;
// Resources on one line: a line is parsed in about a millisecond, and between lines other work gets its turn.
const resourcesPerLine = 100;

type Heading = { format: number; definition: Omit<RestApiDefinition, "resources"> | V2ApiDefinition };

/** Writes a snapshot as lines of JSON, the last one a checksum of the others. */
export async function writeSnapshotFile(path: string, snapshot: Snapshot): Promise<void> {
  const { resources, ...definition } = { resources: [], ...snapshot.definition };
  const lines = [JSON.stringify({ format: snapshot.format, definition } satisfies Heading)];
  for (let at = 0; at < resources.length; at += resourcesPerLine) lines.push(JSON.stringify(resources.slice(at, at + resourcesPerLine)));
  await writeAtomically(path, `${lines.join("\n")}\n${checksum(lines)}\n`);
}

/** Reads a snapshot file without holding up others; undefined when it is missing, cut off or changed. */
export async function readSnapshotFile(path: string): Promise<Snapshot | undefined> {
  const hash = createHash("sha256");
  let heading: Heading | undefined;
  let last: string | undefined;
  const resources: Resource[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (last !== undefined) {
        hash.update(`${last}\n`);
        // The checksum at the end vouches for the lines, which this gateway wrote from a checked snapshot.
        if (heading === undefined) heading = JSON.parse(last) as Heading;
        else resources.push(...(JSON.parse(last) as Resource[]));
        await new Promise(setImmediate);
      }
      last = line;
    }
  } catch {
    return undefined;
  }
  if (heading?.format !== snapshotFormat || last !== hash.digest("hex")) return undefined;
  const { definition } = heading;
  return { format: snapshotFormat, definition: definition.kind === "REST" ? { ...definition, resources } : definition };
}

/** Removes a file that cannot be used, so that it is fetched again. */
export async function removeSnapshotFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

function checksum(lines: readonly string[]): string {
  const hash = createHash("sha256");
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest("hex");
}
