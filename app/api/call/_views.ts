import type { RevisionSummary } from "@/lib/client/audit-operations";
import type { ApiKind, ApiSummary, ClientCertificateDetail, StageDetail, StageState, VpcLinkDetail } from "@/lib/client/operations";
import type { V2StageDetail } from "@/lib/client/v2-operations";
import { parseVpcLinkTargets } from "@/lib/definition/vpc-link-targets";
import type { ClientCertificate } from "@/lib/services/client-certificates";
import type { ListedApi } from "@/lib/services/draft-state";
import type { Revision } from "@/lib/services/revisions";
import type { Runtime } from "@/lib/services/runtime";
import type { Stage } from "@/lib/services/stages";
import type { V2Stage } from "@/lib/services/v2/stages";
import { isTarget, type V2VpcLink } from "@/lib/services/v2/vpc-links";
import type { VpcLink } from "@/lib/services/vpc-links";

/** Where clients reach a stage: by host name; `$default` has no part in the path. */
export function invokeUrl({ gatewayUrl, workspace }: Runtime, apiId: string, stageName: string, kind: ApiKind = "REST"): string {
  const base = new URL(gatewayUrl);
  const port = base.port === "" ? "" : `:${base.port}`;
  const protocol = kind === "WEBSOCKET" ? base.protocol.replace("http", "ws") : base.protocol;
  const path = stageName === "$default" ? "" : stageName;
  return `${protocol}//${apiId}.execute-api.${workspace.region}.${base.hostname}${port}/${path}`;
}

const kindOf = ({ kind }: ListedApi): ApiKind => (kind === "HTTP" || kind === "WEBSOCKET" ? kind : "REST");

export function apiView(runtime: Runtime, api: ListedApi): ApiSummary {
  const kind = kindOf(api);
  const stages: StageState[] = api.stages.map((stage) => ({ ...stage, invokeUrl: invokeUrl(runtime, api.id, stage.stageName, kind) }));
  return {
    id: api.id,
    name: api.name,
    ...(api.description === undefined ? {} : { description: api.description }),
    kind,
    createdDate: api.createdDate.toISOString(),
    updatedAt: api.changedDate.toISOString(),
    tags: api.tags,
    stages,
    openApprovals: api.openApprovals,
  };
}

export function stageView(runtime: Runtime, apiId: string, stage: Stage): StageDetail {
  const {
    stageName,
    deploymentId,
    entityVersion,
    createdDate,
    lastUpdatedDate,
    tags: _tags,
    cacheClusterStatus: _status,
    ...settings
  } = stage;
  return {
    apiId,
    stageName,
    deploymentId,
    invokeUrl: invokeUrl(runtime, apiId, stageName),
    version: entityVersion,
    createdDate: createdDate.toISOString(),
    lastUpdatedDate: lastUpdatedDate.toISOString(),
    settings,
  };
}

export function v2StageView(stage: V2Stage): V2StageDetail {
  const { stageName, deploymentId = "", createdDate, lastUpdatedDate, entityVersion, tags: _tags, ...settings } = stage;
  return {
    stageName,
    deploymentId,
    version: entityVersion,
    createdDate: createdDate.toISOString(),
    lastUpdatedDate: lastUpdatedDate.toISOString(),
    settings,
  };
}

export function revisionView({ seq, at, actorName, via, action, summary, apiId, undoes }: Revision): RevisionSummary {
  return {
    seq,
    at: new Date(at).toISOString(),
    actor: actorName,
    via: via === "console" || via === "api" ? via : "system",
    action,
    summary,
    ...(apiId === undefined ? {} : { apiId }),
    ...(undoes === undefined ? {} : { undoes }),
  };
}

export function vpcLinkView({ id, name, description, targetArns, entityVersion }: VpcLink): VpcLinkDetail {
  return {
    kind: "REST",
    id,
    name,
    ...(description === undefined ? {} : { description }),
    entries: targetArns,
    targets: parseVpcLinkTargets(targetArns) ?? [],
    version: entityVersion,
  };
}

export function v2VpcLinkView({ vpcLinkId: id, name, subnetIds, entityVersion }: V2VpcLink): VpcLinkDetail {
  const targets = parseVpcLinkTargets(subnetIds.filter(isTarget)) ?? [];
  return { kind: "HTTP", id, name, entries: subnetIds, targets, version: entityVersion };
}

export function clientCertificateView(certificate: ClientCertificate): ClientCertificateDetail {
  const { clientCertificateId: id, description, pemEncodedCertificate, createdDate, expirationDate, entityVersion } = certificate;
  return {
    id,
    ...(description === undefined ? {} : { description }),
    certificate: pemEncodedCertificate,
    createdDate: createdDate.toISOString(),
    expirationDate: expirationDate.toISOString(),
    version: entityVersion,
  };
}
