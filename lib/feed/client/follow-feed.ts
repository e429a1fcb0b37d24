import type { Snapshot } from "../../definition/snapshot.ts";
import type { StageRelease } from "../../definition/stage.ts";
import type { AccessChanges } from "../access.ts";
import type { FeedChanges } from "../protocol.ts";
import type { AccessStore } from "./access-store.ts";
import { completeRelease } from "./complete-release.ts";
import type { DiskCache } from "./disk-cache.ts";
import { DamagedSnapshotError, type FeedClient } from "./feed-client.ts";
import { readSnapshotFile } from "./snapshot-file.ts";

/** Where workers find a snapshot: in the disk cache, or, when the disk takes nothing, in the message itself. */
export type SnapshotSource = { kind: "file"; path: string } | { kind: "inline"; snapshot: Snapshot };

/** What the gateway serves from now on: every stage, and a source for each snapshot that they name. */
export type Releases = { stages: readonly StageRelease[]; sources: ReadonlyMap<string, SnapshotSource> };

export type FeedState = { staleSinceMs: number | undefined; problem: string | undefined };

export type Following = {
  client: FeedClient;
  cache: DiskCache;
  signal: AbortSignal;
  /** Done when the releases are served; only then the console hears that this gateway has them. */
  install(releases: Releases): Promise<void>;
  /** What the gateway knows of keys and plans. */
  access: AccessStore;
  tellAccess(changes: AccessChanges): void;
  report(state: FeedState): void;
  log(message: string): void;
  nowMs(): number;
};

const retryFirstMs = 100;
const retryMostMs = 2_000;
/** Short enough for the first deployment to be live within a second. */
const emptyPauseMs = 250;

export interface FeedFollower {
  /** Installs what the disk holds from the last run, if there is anything. */
  loadFromDisk(): Promise<void>;
  /** Follows the console's changes until the signal stops it. */
  follow(): Promise<void>;
}

export function createFeedFollower(following: Following): FeedFollower {
  const releases = new ReleaseTable(following);
  return { loadFromDisk: () => releases.loadFromDisk(), follow: () => follow(following, releases) };
}

async function follow(following: Following, releases: ReleaseTable): Promise<void> {
  let after = 0;
  let retryMs = retryFirstMs;
  let staleSinceMs: number | undefined = following.nowMs();
  while (!following.signal.aborted) {
    try {
      const changes = await following.client.changes(after, following.signal);
      const isComplete = await releases.apply(changes);
      // A console whose log starts anew has smaller numbers; then everything is read again.
      after = isComplete ? (changes.seq < after ? 0 : changes.seq) : after;
      staleSinceMs = undefined;
      following.report({ staleSinceMs, problem: undefined });
      if (isComplete) retryMs = retryFirstMs;
      else retryMs = await pause(retryMs, following.signal);
      // A database that nothing was written to answers at once, whatever was asked for: there is no number to wait behind yet.
      if (isComplete && changes.seq === 0) await pause(emptyPauseMs, following.signal);
    } catch (error) {
      if (following.signal.aborted) return;
      staleSinceMs ??= following.nowMs();
      const problem = error instanceof Error ? error.message : String(error);
      following.report({ staleSinceMs, problem });
      retryMs = await pause(retryMs, following.signal);
    }
  }
}

/** Waits, and returns how long to wait the next time. */
function pause(ms: number, signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve(Math.min(ms * 2, retryMostMs));
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}

class ReleaseTable {
  readonly #following: Following;
  #stages = new Map<string, StageRelease[]>();
  #sources = new Map<string, SnapshotSource>();
  /** Snapshots in the disk cache that nobody has read yet: workers leave a stage out whose file is damaged. */
  readonly #unread = new Set<string>();

  constructor(following: Following) {
    this.#following = following;
  }

  async loadFromDisk(): Promise<void> {
    await this.#following.access.load();
    const stages = await this.#following.cache.readReleases();
    if (stages === undefined) return;
    for (const stage of stages) {
      this.#stages.set(stage.apiId, [...(this.#stages.get(stage.apiId) ?? []), stage]);
      for (const hash of hashesOf(stage)) {
        // Reading takes time that a start does not have; the files are checked when the console answers.
        this.#unread.add(hash);
        this.#sources.set(hash, { kind: "file", path: this.#following.cache.snapshotPath(hash) });
      }
    }
    await this.#install();
  }

  /** Takes changes over; false when a snapshot could not be had, so that the same changes have to be asked for again. */
  async apply(changes: FeedChanges): Promise<boolean> {
    if (changes.access !== undefined) this.#applyAccess(changes.access);
    else if (changes.apis.length === 0 && !changes.reset) return true;
    const stages = changes.reset ? new Map<string, StageRelease[]>() : new Map(this.#stages);
    let isComplete = true;
    for (const api of changes.apis) {
      const served: StageRelease[] = [];
      const findFormer = (name: string) => this.#stages.get(api.apiId)?.find(({ stageName }) => stageName === name);
      for (const stage of api.stages) {
        const former = findFormer(stage.stageName);
        const fetched = await this.#fetchSnapshots(stage);
        if (fetched === "later") isComplete = false;
        // The stage keeps what it serves until its new snapshot is here.
        if (fetched === "here") served.push(completeRelease(stage, former));
        else if (former !== undefined) served.push(former);
      }
      served.push(...(api.kept ?? []).flatMap((name) => findFormer(name) ?? []));
      if (served.length === 0) stages.delete(api.apiId);
      else stages.set(api.apiId, served);
    }
    this.#stages = stages;
    await this.#install();
    await this.#save();
    return isComplete;
  }

  // Workers hear of keys before the releases that follow, so whoever waits for those has both.
  #applyAccess(changes: AccessChanges): void {
    const { access, tellAccess, log } = this.#following;
    tellAccess(access.apply(changes));
    access.saveSoon((error) => log(`The keys cannot be kept on disk, serving goes on without: ${String(error)}`));
  }

  async #install(): Promise<void> {
    const used = this.#usedHashes();
    for (const hash of this.#sources.keys()) if (!used.has(hash)) this.#sources.delete(hash);
    await this.#following.install({ stages: [...this.#stages.values()].flat(), sources: new Map(this.#sources) });
  }

  async #save(): Promise<void> {
    const { cache, log } = this.#following;
    try {
      await cache.writeReleases([...this.#stages.values()].flat());
      await cache.prune(this.#usedHashes());
    } catch (error) {
      log(`The snapshot cache cannot be written, serving goes on without it: ${String(error)}`);
    }
  }

  async #findOnDisk(stage: StageRelease): Promise<boolean> {
    for (const hash of hashesOf(stage)) {
      if (this.#sources.has(hash) && !this.#unread.has(hash)) continue;
      const path = this.#following.cache.snapshotPath(hash);
      this.#unread.delete(hash);
      if ((await readSnapshotFile(path)) === undefined) {
        this.#sources.delete(hash);
        return false;
      }
      this.#sources.set(hash, { kind: "file", path });
    }
    return true;
  }

  /** Whether the snapshots of a stage are here, come when they are asked for again, or are damaged where they come from. */
  async #fetchSnapshots(stage: StageRelease): Promise<"here" | "later" | "damaged"> {
    const { client, signal, log } = this.#following;
    if (await this.#findOnDisk(stage)) return "here";
    for (const hash of hashesOf(stage)) {
      if (this.#sources.has(hash)) continue;
      try {
        const snapshot = await client.snapshot(hash, signal);
        this.#sources.set(hash, await this.#keep(hash, snapshot));
      } catch (error) {
        log(`Snapshot ${hash} of ${stage.apiId}/${stage.stageName} could not be fetched: ${String(error)}`);
        return error instanceof DamagedSnapshotError ? "damaged" : "later";
      }
    }
    return "here";
  }

  /** Written to disk where possible, so that workers read it there. */
  async #keep(hash: string, snapshot: Snapshot): Promise<SnapshotSource> {
    const { cache, log } = this.#following;
    try {
      await cache.writeSnapshot(hash, snapshot);
      return { kind: "file", path: cache.snapshotPath(hash) };
    } catch (error) {
      log(`Snapshot ${hash} cannot be kept on disk: ${String(error)}`);
      return { kind: "inline", snapshot };
    }
  }

  #usedHashes(): Set<string> {
    return new Set([...this.#stages.values()].flat().flatMap(hashesOf));
  }
}

function hashesOf(stage: StageRelease): string[] {
  return stage.canarySnapshotHash === undefined ? [stage.snapshotHash] : [stage.snapshotHash, stage.canarySnapshotHash];
}
