import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Snapshot } from "../../definition/snapshot.ts";
import { stageReleaseSchema } from "../../definition/stage.ts";
import { writeSnapshotFile } from "./snapshot-file.ts";
import { writeAtomically } from "./write-atomically.ts";

const releasesSchema = z.object({ format: z.literal(1), stages: z.array(stageReleaseSchema) });
type StageReleases = z.infer<typeof releasesSchema>["stages"];

/** What a gateway keeps on disk so that it can serve while the console is away. */
export class DiskCache {
  readonly #folder: string;

  /** `folder` is the gateway's own, below the data folder. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  snapshotPath(hash: string): string {
    return join(this.#folder, "snapshots", `${hash.replace(/[^\w-]/g, "_")}.jsonl`);
  }

  writeSnapshot(hash: string, snapshot: Snapshot): Promise<void> {
    return writeSnapshotFile(this.snapshotPath(hash), snapshot);
  }

  writeReleases(stages: StageReleases): Promise<void> {
    return writeAtomically(this.#releasesPath, JSON.stringify({ format: 1, stages }));
  }

  /** The releases of the last run; undefined when there are none that can be read. */
  async readReleases(): Promise<StageReleases | undefined> {
    try {
      return releasesSchema.parse(JSON.parse(await readFile(this.#releasesPath, "utf8"))).stages;
    } catch {
      // A missing file is a first start; a damaged one is replaced with the next change from the console.
      return undefined;
    }
  }

  /** Removes snapshots that no release uses. */
  async prune(usedHashes: ReadonlySet<string>): Promise<void> {
    const used = new Set([...usedHashes].map((hash) => this.snapshotPath(hash)));
    const folder = join(this.#folder, "snapshots");
    const names = await readdir(folder).catch(() => []);
    await Promise.all(names.map((name) => join(folder, name)).flatMap((path) => (used.has(path) ? [] : [rm(path, { force: true })])));
  }

  get #releasesPath(): string {
    return join(this.#folder, "releases.json");
  }
}
