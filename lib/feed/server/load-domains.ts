import { groupBy } from "../../base/group-by.ts";
import type { Database } from "../../db/database.ts";
import { type DomainSettings, domainSettingsSchema, type RoutingRule, routingRuleSchema } from "../../definition/domain.ts";
import type { FeedDomain } from "../access.ts";
import type { KeySealer } from "./key-sealer.ts";

type Reader = Database["reader"];
type Row = Awaited<ReturnType<Reader["domain"]["findMany"]>>[number];

/** Every domain with what leads from it; one that several regions have is served as the oldest of them. */
export async function loadDomains(reader: Reader, sealer: Pick<KeySealer, "sealAgain">): Promise<FeedDomain[]> {
  const rows = await reader.domain.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  if (rows.length === 0) return [];
  const [mappings, rules, accesses] = await Promise.all([
    reader.mapping.findMany().then((all) => groupBy(all, (row) => row.domainId)),
    reader.routingRule.findMany().then((all) => groupBy(all, (row) => row.domainId)),
    reader.domainAccess.findMany().then((all) => groupBy(all, (row) => row.domainId)),
  ]);
  return rows.map((row) => {
    const settings = domainSettingsSchema.parse(row.settings);
    const [accountId = "", region = ""] = row.workspaceId.split("/");
    const certificate = certificateOf(row, sealer);
    const sources = (accesses.get(row.id) ?? []).map(({ source }) => source);
    return {
      ...{ id: row.id, name: row.name, accountId, region },
      routingMode: settings.routingMode,
      securityPolicy: settings.securityPolicy,
      rules: (rules.get(row.id) ?? []).map(toRule),
      mappings: (mappings.get(row.id) ?? []).map(({ id: apiMappingId, basePath, apiId, stage }) => ({
        apiMappingId,
        basePath,
        apiId,
        stage,
      })),
      ...(certificate && { certificate }),
      ...(settings.mutualTlsAuthentication && { truststore: settings.truststore ?? "" }),
      ...privateAccessOf(settings, sources),
    };
  });
}

function toRule(row: { id: string; apiId: string; stage: string; priority: number; settings: unknown }): RoutingRule {
  const { id: routingRuleId, apiId, stage, priority } = row;
  return routingRuleSchema.parse({ ...(row.settings as object), routingRuleId, apiId, stage, priority });
}

function certificateOf({ id, certificate, privateKey }: Row, sealer: Pick<KeySealer, "sealAgain">): FeedDomain["certificate"] {
  if (certificate === null || privateKey === null) return undefined;
  const sealed = sealer.sealAgain(privateKey, `domain:${id}`);
  return sealed === undefined ? undefined : { pem: certificate, privateKey: sealed };
}

function privateAccessOf(settings: DomainSettings, vpcEndpoints: string[]): Pick<FeedDomain, "privateAccess"> {
  if (settings.endpointConfiguration.types[0] !== "PRIVATE") return {};
  return { privateAccess: { vpcEndpoints, policy: settings.policy ?? "" } };
}
