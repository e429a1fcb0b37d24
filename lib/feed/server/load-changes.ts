import { z } from "zod";
import { groupBy } from "../../base/group-by.ts";
import type { Database } from "../../db/database.ts";
import { filterArn, requestFilterSchema } from "../../definition/request-filter.ts";
import { secretVariableOwner } from "../../definition/secret-variables.ts";
import { accountThrottleSchema, type StageRelease, type StageSettings, stageSettingsSchema } from "../../definition/stage.ts";
import { v2StageSettingsSchema } from "../../definition/v2-api.ts";
import { parseVpcLinkTargets, type VpcLinkTarget } from "../../definition/vpc-link-targets.ts";
import type { FeedChanges } from "../protocol.ts";
import type { KeySealer } from "./key-sealer.ts";
import { type AccessSecrets, loadAccess } from "./load-access.ts";

type Reader = Database["reader"];

/** The stages of every API that changed after a number; everything when the number says nothing about this database. */
export async function loadChanges(reader: Reader, secrets: AccessSecrets & KeySealer, after: number): Promise<FeedChanges> {
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
async function loadChangedStages(reader: Reader, sealer: KeySealer, { after, seq }: { after: number; seq: number }) {
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

/** What gateways get of the stages of these APIs, or of all. */
export async function loadStages(reader: Reader, apiIds: string[] | undefined, sealer: KeySealer): Promise<FeedChanges["apis"]> {
  const where = apiIds === undefined ? {} : { apiId: { in: apiIds } };
  const stages = await reader.stage.findMany({ where, include: { api: true } });
  const workspaces = new Map((await reader.workspace.findMany()).map((workspace) => [workspace.id, workspace]));
  const hashes = await loadHashes(reader, where);
  const links = await loadVpcLinks(reader);
  const certificates = await loadCertificates(reader, sealer);
  const filters = await loadFilters(reader, workspaces, stages);
  const releases = stages.flatMap((stage): StageRelease[] => {
    const workspace = workspaces.get(stage.api.workspaceId);
    const snapshotHash = hashes.get(stage.deploymentId);
    if (workspace === undefined || snapshotHash === undefined) return [];
    const { settings: stored, ...v2 } = readSettings(stage.api.kind, stage.settings);
    const settings = sealSecrets(stored, stage.id, sealer);
    const canarySnapshotHash = settings.canarySettings && hashes.get(settings.canarySettings.deploymentId);
    const { accountId, region } = workspace;
    const { apiId, name: stageName, deploymentId } = stage;
    const vpcLinks = links.get(workspace.id);
    const accountThrottle = workspaceSchema.parse(workspace.settings).throttle;
    const filter = settings.webAclArn === undefined ? undefined : filters.get(settings.webAclArn);
    const clientCertificate = certificates.get(`${workspace.id}/${settings.clientCertificateId}`);
    return [
      {
        ...{ accountId, region, apiId, stageName, deploymentId, snapshotHash, settings },
        ...(canarySnapshotHash ? { canarySnapshotHash } : {}),
        ...(accountThrottle && { accountThrottle }),
        ...(filter && { filter }),
        ...(vpcLinks && { vpcLinks }),
        ...(clientCertificate && { clientCertificate }),
        ...v2,
      },
    ];
  });
  return [...groupBy(releases, (release) => release.apiId)].map(([apiId, own]) => ({ apiId, stages: own }));
}

/** The settings of a stage as gateways read them; what only stages of HTTP and WebSocket APIs have is beside them. */
function readSettings(kind: string, stored: unknown): Pick<StageRelease, "settings" | "v2"> {
  if (kind === "REST") return { settings: stageSettingsSchema.parse(stored) };
  const v2 = v2StageSettingsSchema.parse(stored);
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

const namingSchema = z.object({ webAclArn: z.string().optional() });

type Filter = NonNullable<StageRelease["filter"]>;

/** The filters that the stages name, by their ARNs; each may have a hundred thousand addresses, so that no others are read. */
async function loadFilters(
  reader: Reader,
  workspaces: ReadonlyMap<string, { accountId: string; region: string }>,
  stages: readonly { settings: unknown }[],
): Promise<Map<string, Filter>> {
  const named = new Set(stages.flatMap(({ settings }) => namingSchema.parse(settings).webAclArn?.split("/").at(-1) ?? []));
  if (named.size === 0) return new Map();
  const rows = await reader.requestFilter.findMany({ where: { id: { in: [...named] } } });
  return new Map(
    rows.flatMap(({ id, name, workspaceId, settings }): [string, Filter][] => {
      const workspace = workspaces.get(workspaceId);
      if (workspace === undefined) return [];
      return [[filterArn({ ...workspace, name, id }), { ...requestFilterSchema.parse(settings), id, name }]];
    }),
  );
}

type VpcLinks = NonNullable<StageRelease["vpcLinks"]>;

/** The targets of the links of each workspace that has some. */
async function loadVpcLinks(reader: Reader): Promise<Map<string, VpcLinks>> {
  const rows = await reader.vpcLink.findMany({ select: { id: true, workspaceId: true, settings: true }, orderBy: { id: "asc" } });
  const parse = ({ id, settings }: (typeof rows)[number]): [string, VpcLinkTarget[]] => {
    const { targetArns } = linkSettingsSchema.parse(settings);
    return [id, parseVpcLinkTargets(targetArns) ?? []];
  };
  return new Map([...groupBy(rows, (row) => row.workspaceId)].map(([id, own]) => [id, Object.fromEntries(own.map(parse))]));
}

const linkSettingsSchema = z.object({ targetArns: z.array(z.string()) });

type Certificate = NonNullable<StageRelease["clientCertificate"]>;

/** The client certificates of all workspaces, by `{workspaceId}/{id}`, their keys sealed for gateways. */
async function loadCertificates(reader: Reader, sealer: KeySealer): Promise<Map<string, Certificate>> {
  const rows = await reader.clientCertificate.findMany();
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
