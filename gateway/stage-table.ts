import type { Snapshot } from "../lib/definition/snapshot.ts";
import type { StageRelease, StageSettings } from "../lib/definition/stage.ts";
import { readSnapshotFile } from "../lib/feed/client/snapshot-file.ts";
import { openInGateway } from "../lib/feed/seal-for-gateways.ts";
import { compile } from "../lib/gateway/compile-rest.ts";
import { compileHttpApi } from "../lib/gateway/http/compile-http.ts";
import { v2StageFacts } from "../lib/gateway/http/http-stage.ts";
import type { CompiledApi } from "../lib/gateway/serve-api.ts";
import { compileRouteLogging, compileStageLogging, type StageLogging } from "../lib/gateway/stage-logging.ts";
import { type CompiledWebSocketApi, compileWebSocketApi } from "../lib/gateway/websocket/compile-websocket.ts";
import { log } from "./log.ts";
import type { WireReleases } from "./messages.ts";

/** A stage as this worker serves it. */
export type ServedStage = {
  base: CompiledApi;
  logging: StageLogging;
  canary: { percent: number; api: CompiledApi } | undefined;
  /** Equal text, equal content: such a stage need not be compiled again. */
  fingerprint: string;
};

/** All stages, by `{apiId}/{stageName}`. It is replaced as a whole, so running requests finish on the one they began with. */
export type StageTable = ReadonlyMap<string, ServedStage>;

export function stageKey(apiId: string, stageName: string): string {
  return `${apiId}/${stageName}`;
}

export type ServedSockets = { api: CompiledWebSocketApi; logging: StageLogging; fingerprint: string };

/** WebSocket APIs as their stages serve them, by `{apiId}/{stageName}`. */
export type SocketTable = ReadonlyMap<string, ServedSockets>;

/** The WebSocket stages among new releases; those that did not change are taken over. */
export async function buildSocketTable(current: SocketTable, releases: WireReleases, feedToken: string): Promise<SocketTable> {
  const table = new Map<string, ServedSockets>();
  const snapshots = new SnapshotReader(releases);
  for (const release of releases.stages) {
    if (release.v2 === undefined) continue;
    const key = stageKey(release.apiId, release.stageName);
    const fingerprint = JSON.stringify(release);
    const known = current.get(key);
    if (known?.fingerprint === fingerprint) {
      table.set(key, known);
      continue;
    }
    const definition = (await snapshots.read(release.snapshotHash))?.definition;
    if (definition?.kind !== "WEBSOCKET") continue;
    const { v2 } = release;
    const stage = await tryCompile(async () => {
      const api = compileWebSocketApi(definition, v2StageFacts(definition, openSecrets(release, feedToken)), v2);
      return { api, logging: compileRouteLogging(v2), fingerprint };
    }, key);
    const served = stage ?? known;
    if (served !== undefined) table.set(key, served);
  }
  return table;
}

/** The table for new releases; stages that did not change are taken over from the old one. */
export async function buildStageTable(
  current: StageTable,
  releases: WireReleases,
  feedToken: string,
): Promise<{ table: StageTable; missing: string[] }> {
  const table = new Map<string, ServedStage>();
  const missing: string[] = [];
  const snapshots = new SnapshotReader(releases);
  for (const release of releases.stages) {
    const key = stageKey(release.apiId, release.stageName);
    const fingerprint = JSON.stringify(release);
    const known = current.get(key);
    if (known?.fingerprint === fingerprint) {
      table.set(key, known);
      continue;
    }
    const stage = await tryCompile(() => compileStage(openSecrets(release, feedToken), fingerprint, snapshots), key);
    if (stage !== undefined) table.set(key, stage);
    else if (known !== undefined) table.set(key, known);
    if (stage === undefined && !(await isWebSocket(release, snapshots))) missing.push(key);
  }
  return { table, missing };
}

/** What is made of a release; a stage that cannot be made goes on as it was and keeps no other from being served. */
async function tryCompile<Stage>(make: () => Promise<Stage>, key: string): Promise<Stage | undefined> {
  try {
    return await make();
  } catch (error) {
    log("error", `The stage ${key} cannot be prepared: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return undefined;
  }
}

/** The release with the key of its client certificate and its secret variables as they are used; without what is not for this gateway. */
export function openSecrets(release: StageRelease, feedToken: string): StageRelease {
  const { clientCertificate, settings, ...rest } = release;
  const privateKey = clientCertificate && openInGateway(clientCertificate.privateKey, feedToken);
  return {
    ...rest,
    settings: openVariables(settings, feedToken),
    ...(clientCertificate !== undefined && privateKey !== undefined && { clientCertificate: { ...clientCertificate, privateKey } }),
  };
}

function openVariables(settings: StageSettings, feedToken: string): StageSettings {
  const { secretVariables, canarySettings } = settings;
  if (secretVariables === undefined && canarySettings?.secretOverrides === undefined) return settings;
  const open = (secret: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(secret).flatMap(([name, sealed]): [string, string][] => {
        const value = openInGateway(sealed, feedToken);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return {
    ...settings,
    ...(secretVariables && { secretVariables: open(secretVariables) }),
    ...(canarySettings?.secretOverrides && {
      canarySettings: { ...canarySettings, secretOverrides: open(canarySettings.secretOverrides) },
    }),
  };
}

async function isWebSocket(release: StageRelease, snapshots: SnapshotReader): Promise<boolean> {
  return (await snapshots.read(release.snapshotHash))?.definition.kind === "WEBSOCKET";
}

async function compileStage(release: StageRelease, fingerprint: string, snapshots: SnapshotReader): Promise<ServedStage | undefined> {
  const snapshot = await snapshots.read(release.snapshotHash);
  if (snapshot?.definition.kind === "HTTP" && release.v2 !== undefined) {
    const api = compileHttpApi(snapshot.definition, release);
    return { base: api, logging: compileRouteLogging(release.v2), canary: undefined, fingerprint };
  }
  if (snapshot?.definition.kind !== "REST") return undefined;
  const base = compile(snapshot.definition, release);
  const logging = compileStageLogging(release.settings);
  const { canarySettings } = release.settings;
  if (canarySettings === undefined || release.canarySnapshotHash === undefined) return { base, logging, canary: undefined, fingerprint };
  const canarySnapshot = await snapshots.read(release.canarySnapshotHash);
  if (canarySnapshot?.definition.kind !== "REST") return undefined;
  const canary = { percent: canarySettings.percentTraffic, api: compile(canarySnapshot.definition, release, "canary") };
  return { base, logging, canary, fingerprint };
}

class SnapshotReader {
  readonly #releases: WireReleases;
  readonly #read = new Map<string, Promise<Snapshot | undefined>>();

  constructor(releases: WireReleases) {
    this.#releases = releases;
  }

  read(hash: string): Promise<Snapshot | undefined> {
    const known = this.#read.get(hash);
    if (known !== undefined) return known;
    const source = this.#releases.sources[hash];
    const reading =
      source?.kind === "inline"
        ? Promise.resolve(source.snapshot)
        : source === undefined
          ? Promise.resolve(undefined)
          : readSnapshotFile(source.path);
    this.#read.set(hash, reading);
    return reading;
  }
}
