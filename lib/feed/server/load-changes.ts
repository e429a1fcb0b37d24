import { z } from "zod";
import { groupBy } from "../../base/group-by.ts";
import type { Database } from "../../db/database.ts";
import { secretVariableOwner } from "../../definition/secret-variables.ts";
import {
  type AccountThrottle,
  accountThrottleSchema,
  type StageRelease,
  type StageSettings,
  stageSettingsSchema,
} from "../../definition/stage.ts";
import { v2StageSettingsSchema } from "../../definition/v2-api.ts";
import { parseVpcLinkTargets, type VpcLinkTarget } from "../../definition/vpc-link-targets.ts";
import type { FeedChanges } from "../protocol.ts";
import type { KeySealer } from "./key-sealer.ts";
import { type AccessSecrets, loadAccess } from "./load-access.ts";
import { loadFilters } from "./load-filters.ts";
import { readRows, readValue } from "./read-rows.ts";
import type { RowListener } from "./row-notes.ts";

type Reader = Database["reader"];

/** What opens and seals secrets on their way to gateways, and who hears of rows that cannot be read. */
export type FeedSource = AccessSecrets & StageSource;
export type StageSource = KeySealer & { listener?: RowListener };

/** The stages of every API that changed after a number; everything when the number says nothing about this database. */
export async function loadChanges(reader: Reader, secrets: FeedSource, after: number): Promise<FeedChanges> {
  const bounds = await reader.change.aggregate({ _min: { seq: true }, _max: { seq: true } });
  const [first, seq] = [bounds._min.seq ?? 0, bounds._max.seq ?? 0];
  // Changes before the first one that is left are forgotten.
  const isKnown = after >= first - 1 && after <= seq;
  const reset = after === 0 || !isKnown;
  if (after === seq && !reset) return { seq, reset, apis: [] };
  const access = await loadAccess(reader, secrets, { after, seq, reset });
  const known = reset ? undefined : await loadChangedStages(reader, secrets, { after, seq });
  const stages = known === undefined ? { reset: true, apis: await loadStages(reader, undefined, secrets) } : { reset, apis: known };
  return { seq, ...stages, ...(access === undefined ? {} : { access }) };
}

/** The stages of the APIs that changed; undefined when something changed that is in the releases of every API. */
async function loadChangedStages(reader: Reader, sealer: StageSource, { after, seq }: { after: number; seq: number }) {
  const changed = await reader.change.findMany({
    where: { seq: { gt: after, lte: seq }, release: true },
    select: { apiId: true },
    distinct: ["apiId"],
  });
  if (changed.some(({ apiId }) => apiId === null)) return undefined;
  const apiIds = changed.flatMap(({ apiId }) => (apiId === null ? [] : [apiId]));
  const known = new Map((await loadStages(reader, apiIds, sealer)).map((api) => [api.apiId, api]));
  // An API that is gone has no stages.
  return apiIds.map((apiId) => known.get(apiId) ?? { apiId, stages: [] });
}

/** What gateways get of the stages of these APIs, or of all; of those that cannot be read, their names. */
export async function loadStages(reader: Reader, apiIds: string[] | undefined, source: StageSource): Promise<FeedChanges["apis"]> {
  const where = apiIds === undefined ? {} : { apiId: { in: apiIds } };
  const { listener } = source;
  const heads = await reader.stage.findMany({ where, select: { id: true, apiId: true, name: true } });
  const include = { api: { select: { workspaceId: true, kind: true } } } as const;
  const { rows: stages } = await readRows({
    model: "Stage",
    find: (more) => reader.stage.findMany({ where: { ...where, ...more }, include }),
    findIds: async () => heads,
    listener,
  });
  const workspaces = new Map((await loadWorkspaces(reader, listener)).map((workspace) => [workspace.id, workspace]));
  const hashes = await loadHashes(reader, where);
  const links = await loadVpcLinks(reader, listener);
  const certificates = await loadCertificates(reader, source);
  const filters = await loadFilters(reader, workspaces, { stages, listener });
  const left = new Set<string>();
  const releases = stages.flatMap((stage): StageRelease[] => {
    const workspace = workspaces.get(stage.api.workspaceId);
    const snapshotHash = hashes.get(stage.deploymentId);
    const read = readSettings(stage, listener);
    if (read !== undefined) left.add(stage.id);
    if (workspace === undefined || snapshotHash === undefined || read === undefined) return [];
    const { settings: stored, ...v2 } = read;
    const settings = sealSecrets(stored, stage.id, source);
    const canarySnapshotHash = settings.canarySettings && hashes.get(settings.canarySettings.deploymentId);
    const { accountId, region, throttle: accountThrottle } = workspace;
    const { apiId, name: stageName, deploymentId } = stage;
    const ownLinks = links.get(workspace.id);
    const filter = settings.webAclArn === undefined ? undefined : filters.get(settings.webAclArn);
    const clientCertificate = certificates.get(`${workspace.id}/${settings.clientCertificateId}`);
    const unread = unreadParts({ filter, ownLinks, workspace });
    return [
      {
        ...{ accountId, region, apiId, stageName, deploymentId, snapshotHash, settings, createdAtMs: stage.createdAt.getTime() },
        ...(canarySnapshotHash ? { canarySnapshotHash } : {}),
        ...(accountThrottle && { accountThrottle }),
        ...(filter && { filter: filter.filter }),
        ...(ownLinks && { vpcLinks: ownLinks.targets }),
        ...(clientCertificate && { clientCertificate }),
        ...(unread.length > 0 && { unread }),
        ...v2,
      },
    ];
  });
  const byApi = groupBy(releases, (release) => release.apiId);
  const keptByApi = groupBy(
    heads.filter(({ id }) => !left.has(id)),
    ({ apiId }) => apiId,
  );
  return [...new Set([...byApi.keys(), ...keptByApi.keys()])].map((apiId) => {
    const kept = keptByApi.get(apiId)?.map(({ name }) => name);
    return { apiId, stages: byApi.get(apiId) ?? [], ...(kept && { kept }) };
  });
}

type UnreadPart = NonNullable<StageRelease["unread"]>[number];

/** What a release lacks because the console cannot read it. */
function unreadParts(loaded: {
  filter: { isUnread: boolean } | undefined;
  ownLinks: { isWhole: boolean } | undefined;
  workspace: { isUnread: boolean };
}): UnreadPart[] {
  const parts: UnreadPart[] = [];
  if (loaded.filter?.isUnread === true) parts.push("filter");
  if (loaded.ownLinks?.isWhole === false) parts.push("vpcLinks");
  if (loaded.workspace.isUnread) parts.push("accountThrottle");
  return parts;
}

/** The settings of a stage as gateways read them; what only stages of HTTP and WebSocket APIs have is beside them. */
function readSettings(
  { id, api, settings: stored }: { id: string; api: { kind: string }; settings: unknown },
  listener: RowListener | undefined,
): Pick<StageRelease, "settings" | "v2"> | undefined {
  const row = { model: "Stage", id, listener } as const;
  if (api.kind === "REST") {
    const settings = readValue(stageSettingsSchema, stored, row);
    return settings && { settings };
  }
  const v2 = readValue(v2StageSettingsSchema, stored, row);
  if (v2 === undefined) return undefined;
  const { secretVariables, ...shown } = v2;
  const { accessLogSettings, stageVariables: variables, authorizerCacheGeneration } = shown;
  const shared = { variables, methodSettings: {}, cacheClusterEnabled: false, tracingEnabled: false };
  return {
    settings: {
      ...shared,
      ...(accessLogSettings === undefined ? {} : { accessLogSettings }),
      ...(authorizerCacheGeneration === undefined ? {} : { authorizerCacheGeneration }),
      ...(secretVariables && { secretVariables }),
    },
    v2: shown,
  };
}

/** The settings with secret variables sealed for gateways; one that cannot be opened is none, and its mask is no value either. */
function sealSecrets(settings: StageSettings, stageId: string, sealer: KeySealer): StageSettings {
  const { secretVariables, canarySettings } = settings;
  const seal = (secret: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(secret).map(([name, sealed]) => [name, sealer.sealVariableAgain(sealed, secretVariableOwner(stageId, name)) ?? ""]),
    );
  return {
    ...settings,
    ...(secretVariables && { secretVariables: seal(secretVariables) }),
    ...(canarySettings?.secretOverrides && {
      canarySettings: { ...canarySettings, secretOverrides: seal(canarySettings.secretOverrides) },
    }),
  };
}

const workspaceSchema = z.object({ throttle: accountThrottleSchema.optional() });

type Workspace = { id: string; accountId: string; region: string; throttle: AccountThrottle | undefined; isUnread: boolean };

async function loadWorkspaces(reader: Reader, listener: RowListener | undefined): Promise<Workspace[]> {
  const heads = await reader.workspace.findMany({ select: { id: true, accountId: true, region: true } });
  const { rows } = await readRows({
    model: "Workspace",
    find: (more) => reader.workspace.findMany({ where: more, select: { id: true, settings: true } }),
    findIds: async () => heads,
    listener,
  });
  const settingsById = new Map(rows.map(({ id, settings }) => [id, settings]));
  return heads.map((head) => {
    const read = settingsById.has(head.id)
      ? readValue(workspaceSchema, settingsById.get(head.id), { model: "Workspace", id: head.id, listener })
      : undefined;
    return { ...head, throttle: read?.throttle, isUnread: read === undefined };
  });
}

type VpcLinks = NonNullable<StageRelease["vpcLinks"]>;

type LoadedLinks = { targets: VpcLinks; isWhole: boolean };

/** The targets of the links of each workspace that has some. */
async function loadVpcLinks(reader: Reader, listener: RowListener | undefined): Promise<Map<string, LoadedLinks>> {
  const heads = await reader.vpcLink.findMany({ select: { id: true, workspaceId: true }, orderBy: { id: "asc" } });
  const { rows } = await readRows({
    model: "VpcLink",
    find: (more) => reader.vpcLink.findMany({ where: more, select: { id: true, settings: true } }),
    findIds: async () => heads,
    listener,
  });
  const targetsById = new Map(
    rows.flatMap(({ id, settings }): [string, VpcLinkTarget[]][] => {
      const read = readValue(linkSettingsSchema, settings, { model: "VpcLink", id, listener });
      return read === undefined ? [] : [[id, parseVpcLinkTargets(read.targetArns) ?? []]];
    }),
  );
  const links = (own: { id: string }[]): LoadedLinks => {
    const targets = own.flatMap(({ id }): [string, VpcLinkTarget[]][] => {
      const known = targetsById.get(id);
      return known === undefined ? [] : [[id, known]];
    });
    return { targets: Object.fromEntries(targets), isWhole: targets.length === own.length };
  };
  return new Map([...groupBy(heads, (row) => row.workspaceId)].map(([id, own]) => [id, links(own)]));
}

const linkSettingsSchema = z.object({ targetArns: z.array(z.string()) });

type Certificate = NonNullable<StageRelease["clientCertificate"]>;

/** The client certificates of all workspaces, by `{workspaceId}/{id}`, their keys sealed for gateways. */
async function loadCertificates(reader: Reader, sealer: KeySealer): Promise<Map<string, Certificate>> {
  const rows = await reader.clientCertificate.findMany({ select: { id: true, workspaceId: true, certificate: true, privateKey: true } });
  return new Map(
    rows.flatMap(({ id, workspaceId, certificate, privateKey }): [string, Certificate][] => {
      const sealed = sealer.sealAgain(privateKey, `client-certificate:${id}`);
      return sealed === undefined ? [] : [[`${workspaceId}/${id}`, { certificate, privateKey: sealed }]];
    }),
  );
}

async function loadHashes(reader: Reader, where: { apiId?: { in: string[] } }): Promise<Map<string, string>> {
  const rows = await reader.deployment.findMany({ where, select: { id: true, snapshotHash: true } });
  return new Map(rows.map((row) => [row.id, row.snapshotHash]));
}
