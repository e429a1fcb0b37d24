import { groupBy } from "../../base/group-by.ts";
import type { Database } from "../../db/database.ts";
import { type DomainSettings, domainSettingsSchema, type RoutingRule, routingRuleSchema } from "../../definition/domain.ts";
import type { FeedDomain } from "../access.ts";
import type { KeySealer } from "./key-sealer.ts";
import { readRows, readValue } from "./read-rows.ts";
import type { RowListener } from "./row-notes.ts";

type Reader = Database["reader"];
type Row = Awaited<ReturnType<Reader["domain"]["findMany"]>>[number];

type Source = Pick<KeySealer, "sealAgain"> & { listener?: RowListener };

/** Every domain with what leads from it, and the ids of those that cannot be read; one that several regions have is served as the oldest of them. */
export async function loadDomains(reader: Reader, source: Source): Promise<{ rows: FeedDomain[]; unreadIds: string[] }> {
  const { listener } = source;
  const orderBy = [{ createdAt: "asc" as const }, { id: "asc" as const }];
  const { rows, unreadIds } = await readRows({
    model: "Domain",
    find: (more) => reader.domain.findMany({ where: more, orderBy }),
    findIds: () => reader.domain.findMany({ select: { id: true }, orderBy }),
    listener,
  });
  if (rows.length === 0) return { rows: [], unreadIds };
  const [mappings, rules, accesses] = await Promise.all([
    reader.mapping.findMany().then((all) => groupBy(all, (row) => row.domainId)),
    loadRules(reader, listener),
    reader.domainAccess.findMany().then((all) => groupBy(all, (row) => row.domainId)),
  ]);
  const domains = rows.flatMap((row): FeedDomain[] => {
    const settings = readValue(domainSettingsSchema, row.settings, { model: "Domain", id: row.id, listener });
    // With a rule left out, requests would go somewhere else than anybody meant.
    if (settings === undefined || rules.faultyDomainIds.has(row.id)) {
      unreadIds.push(row.id);
      return [];
    }
    const [accountId = "", region = ""] = row.workspaceId.split("/");
    const certificate = certificateOf(row, source);
    const sources = (accesses.get(row.id) ?? []).map((access) => access.source);
    return [
      {
        ...{ id: row.id, name: row.name, accountId, region },
        routingMode: settings.routingMode,
        securityPolicy: settings.securityPolicy,
        ...(settings.endpointConfiguration.types[0] === "EDGE" && { isEdge: true }),
        ...(settings.endpointAccessMode === "STRICT" && { isStrict: true }),
        rules: rules.byDomain.get(row.id) ?? [],
        mappings: (mappings.get(row.id) ?? []).map(({ id: apiMappingId, basePath, apiId, stage }) => ({
          apiMappingId,
          basePath,
          apiId,
          stage,
        })),
        ...(certificate && { certificate }),
        ...(settings.mutualTlsAuthentication && { truststore: settings.truststore ?? "" }),
        ...privateAccessOf(settings, sources),
      },
    ];
  });
  return { rows: domains, unreadIds };
}

/** The rules of each domain, and the domains that have one which cannot be read. */
async function loadRules(reader: Reader, listener: RowListener | undefined) {
  const heads = await reader.routingRule.findMany({ select: { id: true, domainId: true, apiId: true, stage: true, priority: true } });
  const { rows } = await readRows({
    model: "RoutingRule",
    find: (more) => reader.routingRule.findMany({ where: more, select: { id: true, settings: true } }),
    findIds: async () => heads,
    listener,
  });
  const settingsById = new Map(rows.map(({ id, settings }) => [id, settings]));
  const byDomain = new Map<string, RoutingRule[]>();
  const faultyDomainIds = new Set<string>();
  for (const { id: routingRuleId, domainId, apiId, stage, priority } of heads) {
    const settings = settingsById.has(routingRuleId)
      ? readValue(ruleSettingsSchema, settingsById.get(routingRuleId), { model: "RoutingRule", id: routingRuleId, listener })
      : undefined;
    if (settings === undefined) faultyDomainIds.add(domainId);
    else byDomain.set(domainId, [...(byDomain.get(domainId) ?? []), { ...settings, routingRuleId, apiId, stage, priority }]);
  }
  return { byDomain, faultyDomainIds };
}

const ruleSettingsSchema = routingRuleSchema.pick({ conditions: true, stripBasePath: true });

function certificateOf({ id, certificate, privateKey }: Row, sealer: Pick<KeySealer, "sealAgain">): FeedDomain["certificate"] {
  if (certificate === null || privateKey === null) return undefined;
  const sealed = sealer.sealAgain(privateKey, `domain:${id}`);
  return sealed === undefined ? undefined : { pem: certificate, privateKey: sealed };
}

function privateAccessOf(settings: DomainSettings, vpcEndpoints: string[]): Pick<FeedDomain, "privateAccess"> {
  if (settings.endpointConfiguration.types[0] !== "PRIVATE") return {};
  return { privateAccess: { vpcEndpoints, policy: settings.policy ?? "" } };
}
