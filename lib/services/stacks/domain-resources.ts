import type { Properties } from "../../cloudformation/read-properties.ts";
import type { DomainSettings } from "../../definition/domain.ts";
import { createBasePathMapping, deleteBasePathMapping, updateBasePathMapping } from "../base-path-mappings.ts";
import { withoutEmpty } from "../check-shape.ts";
import { createDomainNameAccessAssociation, deleteDomainNameAccessAssociation } from "../domain-access.ts";
import { type CreateDomainNameInput, createDomainName, type DomainName, deleteDomainName, updateDomainName } from "../domain-names.ts";
import { createApiMapping, deleteApiMapping, updateApiMapping } from "../v2/api-mappings.ts";
import { createV2DomainName, deleteV2DomainName, updateV2DomainName, type V2DomainName } from "../v2/domain-names.ts";
import { createRoutingRule, deleteRoutingRule, putRoutingRule, type RoutingRuleResult } from "../v2/routing-rules.ts";
import { type Existing, inputOf, jsonText, type Made, type Making, type ResourceHandler, replaceTags, textIn } from "./resource-handler.ts";

/** A domain by its ARN; those of private ones have their id after a plus sign. */
function domainOf(arn: string): { domainName: string; domainNameId?: string } {
  const [domainName = "", domainNameId] = arn.replace(/^.*\/domainnames\//, "").split("+");
  return domainNameId === undefined ? { domainName } : { domainName, domainNameId };
}

function domainInput(making: Making): CreateDomainNameInput {
  const input = inputOf<CreateDomainNameInput>(making);
  const policy = jsonText(making.properties.Policy);
  return { ...input, ...(policy === undefined ? {} : { policy }) };
}

const madeDomain = (domain: DomainName): Made => {
  const { distributionDomainName, distributionHostedZoneId, domainNameArn, regionalDomainName, regionalHostedZoneId } = domain;
  const attributes = {
    DistributionDomainName: distributionDomainName,
    DistributionHostedZoneId: distributionHostedZoneId,
    DomainNameArn: domainNameArn,
    RegionalDomainName: regionalDomainName,
    RegionalHostedZoneId: regionalHostedZoneId,
  };
  return { physicalId: domain.domainName, attributes: withoutEmpty(attributes) };
};

/** Certificates and truststores that were uploaded here stay; everything else is as the template says. */
async function changeDomainName(existing: Existing, key: { domainName: string; domainNameId?: string }): Promise<DomainName> {
  const { domainName: _, tags: __, ...members } = domainInput(existing);
  const domain = await updateDomainName(existing.scope, key, (draft) => {
    const { certificateUploadDate, truststore, managementPolicy, endpointConfiguration, certificateName, regionalCertificateName } = draft;
    const kept = withoutEmpty({ certificateUploadDate, truststore, managementPolicy, certificateName, regionalCertificateName });
    const defaults = { securityPolicy: "TLS_1_2", routingMode: "API_MAPPING_ONLY" as const };
    // Checked by the domain's schema.
    return {
      ...kept,
      ...defaults,
      ...withoutEmpty(members),
      endpointConfiguration: { ...endpointConfiguration, ...withoutEmpty(members.endpointConfiguration ?? {}) },
    } as DomainSettings;
  });
  await replaceTags(existing, domain.domainNameArn);
  return domain;
}

export const domainName: ResourceHandler = {
  create: async (making) => madeDomain(await createDomainName(making.scope, making.tools, domainInput(making))),
  update: async (existing) => madeDomain(await changeDomainName(existing, { domainName: existing.physicalId })),
  remove: ({ scope, physicalId }) => deleteDomainName(scope, { domainName: physicalId }),
};

/** Private names, whose `Ref` is the ARN. */
export const privateDomainName: ResourceHandler = {
  create: async (making) => madePrivate(await createDomainName(making.scope, making.tools, domainInput(making))),
  update: async (existing) => madePrivate(await changeDomainName(existing, domainOf(existing.physicalId))),
  remove: ({ scope, physicalId }) => deleteDomainName(scope, domainOf(physicalId)),
};

const madePrivate = ({ domainNameArn, domainNameId = "" }: DomainName): Made => ({
  physicalId: domainNameArn,
  attributes: { DomainNameArn: domainNameArn, DomainNameId: domainNameId },
});

const rootPath = "(none)";
const pathIn = (properties: Properties) => textIn(properties, "BasePath") || rootPath;
const targetIn = (properties: Properties) => ({ restApiId: textIn(properties, "RestApiId"), stage: textIn(properties, "Stage") });

export const basePathMapping: ResourceHandler = {
  create: async (making) => {
    const { basePath } = await createBasePathMapping(making.scope, inputOf(making));
    return { physicalId: `${textIn(making.properties, "DomainName")}|${basePath}` };
  },
  update: async (existing) => {
    const { properties } = existing;
    const key = { domainName: textIn(properties, "DomainName"), basePath: pathIn(properties) };
    await updateBasePathMapping(existing.scope, key, (draft) => ({ ...draft, ...targetIn(properties) }));
    return existing;
  },
  remove: ({ scope, before }) => deleteBasePathMapping(scope, { domainName: textIn(before, "DomainName"), basePath: pathIn(before) }),
};

/** Mappings of private names. */
export const privateBasePathMapping: ResourceHandler = {
  create: async ({ scope, properties }) => {
    const arn = textIn(properties, "DomainNameArn");
    const { basePath } = await createBasePathMapping(scope, { ...domainOf(arn), ...targetIn(properties), basePath: pathIn(properties) });
    const physicalId = `${arn}/basepathmappings/${basePath}`;
    return { physicalId, attributes: { BasePathMappingArn: physicalId } };
  },
  update: async (existing) => {
    const { properties } = existing;
    const key = { ...domainOf(textIn(properties, "DomainNameArn")), basePath: pathIn(properties) };
    await updateBasePathMapping(existing.scope, key, (draft) => ({ ...draft, ...targetIn(properties) }));
    return existing;
  },
  remove: ({ scope, before }) => deleteBasePathMapping(scope, { ...domainOf(textIn(before, "DomainNameArn")), basePath: pathIn(before) }),
};

export const domainNameAccessAssociation: ResourceHandler = {
  create: async (making) => {
    const { domainNameAccessAssociationArn: arn } = await createDomainNameAccessAssociation(making.scope, inputOf(making));
    return { physicalId: arn, attributes: { DomainNameAccessAssociationArn: arn } };
  },
  remove: ({ scope, physicalId }) => deleteDomainNameAccessAssociation(scope, { domainNameAccessAssociationArn: physicalId }),
};

export const v2DomainName: ResourceHandler = {
  create: async (making) => madeV2Domain(await createV2DomainName(making.scope, inputOf(making))),
  update: async (existing) => {
    const { scope, physicalId } = existing;
    const { domainName: _, tags: __, ...members } = inputOf<Parameters<typeof createV2DomainName>[1]>(existing);
    const cleared = { mutualTlsAuthentication: { truststoreUri: "" }, routingMode: "API_MAPPING_ONLY" };
    const domain = await updateV2DomainName(scope, { ...cleared, ...members, domainName: physicalId });
    await replaceTags(existing, domain.domainNameArn);
    return madeV2Domain(domain);
  },
  remove: ({ scope, physicalId }) => deleteV2DomainName(scope, { domainName: physicalId }),
};

const madeV2Domain = ({ domainName: physicalId, domainNameArn, domainNameConfigurations: [configuration] }: V2DomainName): Made => ({
  physicalId,
  attributes: withoutEmpty({
    DomainNameArn: domainNameArn,
    RegionalDomainName: configuration?.apiGatewayDomainName,
    RegionalHostedZoneId: configuration?.hostedZoneId,
  }),
});

export const apiMapping: ResourceHandler = {
  create: async (making) => {
    const { apiMappingId } = await createApiMapping(making.scope, inputOf(making));
    return { physicalId: apiMappingId, attributes: { ApiMappingId: apiMappingId } };
  },
  update: async (existing) => {
    const input = inputOf<Parameters<typeof createApiMapping>[1]>(existing);
    await updateApiMapping(existing.scope, { apiMappingKey: "", ...input, apiMappingId: existing.physicalId });
    return existing;
  },
  remove: ({ scope, physicalId: apiMappingId, before }) =>
    deleteApiMapping(scope, { domainName: textIn(before, "DomainName"), apiMappingId }),
};

type RuleInput = Parameters<typeof createRoutingRule>[1] & { domainNameArn: string };

const madeRule = ({ routingRuleArn, routingRuleId }: RoutingRuleResult): Made => ({
  physicalId: routingRuleArn,
  attributes: { RoutingRuleArn: routingRuleArn, RoutingRuleId: routingRuleId },
});

const ruleIdOf = (arn: string) => arn.slice(arn.lastIndexOf("/") + 1);

export const routingRule: ResourceHandler = {
  create: async (making) => {
    const { domainNameArn, ...input } = inputOf<RuleInput>(making);
    return madeRule(await createRoutingRule(making.scope, { ...input, ...domainOf(domainNameArn) }));
  },
  update: async (existing) => {
    const { domainNameArn, ...input } = inputOf<RuleInput>(existing);
    const key = { ...domainOf(domainNameArn), routingRuleId: ruleIdOf(existing.physicalId) };
    return madeRule(await putRoutingRule(existing.scope, { ...input, ...key }));
  },
  remove: ({ scope, physicalId, before }) =>
    deleteRoutingRule(scope, { ...domainOf(textIn(before, "DomainNameArn")), routingRuleId: ruleIdOf(physicalId) }),
};
