import { z } from "zod";
import type { CertificateView, DomainDetailView, DomainSummary, Operations } from "@/lib/client/operations";
import { endpointTypes, routingConditionSchema, routingModes } from "@/lib/definition/domain";
import { endpointAccessModes } from "@/lib/definition/security-policies";
import { createDomainNameAccessAssociation, deleteDomainNameAccessAssociation } from "@/lib/services/domain-access";
import type { CertificateFacts } from "@/lib/services/domain-certificates";
import {
  type DomainDetail,
  deleteDomainMapping,
  getDomainDetail,
  listDomains,
  listDomainTargets,
  saveDomainMapping,
  setDomainCertificate,
  setTruststore,
} from "@/lib/services/domain-detail";
import { createDomainName, deleteDomainName, updateDomainName } from "@/lib/services/domain-names";
import { createRoutingRule, deleteRoutingRule, putRoutingRule } from "@/lib/services/v2/routing-rules";
import { id, options, version } from "./_inputs";
import type { Row } from "./_row";

const key = z.object({ domainName: z.string().min(1).max(253), domainNameId: z.string().max(20).optional() });
const versioned = key.extend({ expectedVersion: version });
const pem = z.string().max(65_536);
const target = z.object({ apiId: id, stage: z.string().max(128) });
const bundleMax = 1_048_576;

type Names = Extract<keyof Operations, `${string}Domain${string}` | `${string}RoutingRule`>;

/** What the console asks about custom domain names. */
export const domainOperations: { [N in Names]: Row<N> } = {
  listDomains: {
    kind: "query",
    input: z.object({}),
    run: async ({ scope }) => (await listDomains(scope)).map(summaryOf),
  },
  getDomain: {
    kind: "query",
    input: key,
    run: async ({ scope, runtime }, input) => detailView(await getDomainDetail(scope, input), runtime.environment.GATEWAY_TLS_PORT),
  },
  listDomainTargets: { kind: "query", input: z.object({}), run: ({ scope }) => listDomainTargets(scope) },
  createDomain: {
    kind: "mutation",
    input: z.object({ domainName: z.string().max(253), endpointType: z.enum(endpointTypes) }),
    run: async ({ scope, runtime }, { domainName, endpointType }) => {
      const made = await createDomainName(scope, runtime, { domainName, endpointConfiguration: { types: [endpointType] } });
      return { domainName: made.domainName, ...(made.domainNameId === undefined ? {} : { domainNameId: made.domainNameId }) };
    },
  },
  updateDomain: {
    kind: "mutation",
    input: versioned.extend({
      routingMode: z.enum(routingModes).optional(),
      securityPolicy: z.string().max(128).optional(),
      endpointAccessMode: z.enum(endpointAccessModes).optional(),
      policy: z.string().max(65_536).optional(),
    }),
    run: async ({ scope }, { domainName, domainNameId, expectedVersion, routingMode, securityPolicy, endpointAccessMode, policy }) => {
      const change = {
        ...(routingMode === undefined ? {} : { routingMode }),
        ...(securityPolicy === undefined ? {} : { securityPolicy }),
        ...(endpointAccessMode === undefined ? {} : { endpointAccessMode }),
        ...(policy === undefined ? {} : { policy }),
      };
      await updateDomainName(scope, { domainName, domainNameId }, (draft) => ({ ...draft, ...change }), options(expectedVersion));
      return {};
    },
  },
  deleteDomain: {
    kind: "mutation",
    input: key,
    run: async ({ scope }, input) => {
      await deleteDomainName(scope, input);
      return {};
    },
  },
  setDomainCertificate: {
    kind: "mutation",
    input: versioned.extend({
      upload: z.object({ certificateBody: pem, certificatePrivateKey: pem, certificateChain: pem.optional() }).optional(),
    }),
    run: async ({ scope, runtime }, { expectedVersion, ...input }) => {
      await setDomainCertificate(scope, runtime, { ...input, ...options(expectedVersion) });
      return {};
    },
  },
  setDomainTruststore: {
    kind: "mutation",
    input: versioned.extend({ bundle: z.string().max(bundleMax).optional() }),
    run: async ({ scope }, { expectedVersion, bundle, ...input }) => {
      await setTruststore(scope, { ...input, bundle, ...options(expectedVersion) });
      return {};
    },
  },
  saveDomainMapping: {
    kind: "mutation",
    input: key.extend({ apiMappingId: id.optional(), basePath: z.string().max(300), target }),
    run: async ({ scope }, { basePath, target: to, ...input }) => {
      await saveDomainMapping(scope, input, { basePath, ...to });
      return {};
    },
  },
  deleteDomainMapping: {
    kind: "mutation",
    input: key.extend({ apiMappingId: id }),
    run: async ({ scope }, input) => {
      await deleteDomainMapping(scope, input);
      return {};
    },
  },
  saveRoutingRule: {
    kind: "mutation",
    input: key.extend({
      routingRuleId: id.optional(),
      priority: z.number().int(),
      conditions: z.array(routingConditionSchema).max(5),
      target,
      stripBasePath: z.boolean(),
    }),
    run: async ({ scope }, { routingRuleId, target: to, stripBasePath, ...input }) => {
      const rule = { ...input, actions: [{ invokeApi: { ...to, stripBasePath } }] };
      if (routingRuleId === undefined) await createRoutingRule(scope, rule);
      else await putRoutingRule(scope, { ...rule, routingRuleId });
      return {};
    },
  },
  deleteRoutingRule: {
    kind: "mutation",
    input: key.extend({ routingRuleId: id }),
    run: async ({ scope }, input) => {
      await deleteRoutingRule(scope, input);
      return {};
    },
  },
  addDomainAccess: {
    kind: "mutation",
    input: z.object({ domainNameArn: z.string().max(2_048), source: z.string().max(128) }),
    run: async ({ scope }, { domainNameArn, source }) => {
      await createDomainNameAccessAssociation(scope, { domainNameArn, accessAssociationSource: source });
      return {};
    },
  },
  removeDomainAccess: {
    kind: "mutation",
    input: z.object({ arn: z.string().max(2_048) }),
    run: async ({ scope }, { arn }) => {
      await deleteDomainNameAccessAssociation(scope, { domainNameAccessAssociationArn: arn });
      return {};
    },
  },
};

type Listed = Awaited<ReturnType<typeof listDomains>>[number];

function summaryOf({ row, mappings, rules, certificates }: Listed): DomainSummary {
  const [certificate] = certificates;
  const [endpointType] = row.settings.endpointConfiguration.types;
  return {
    id: row.id,
    name: row.name,
    endpointType,
    routingMode: row.settings.routingMode,
    isMutual: row.settings.mutualTlsAuthentication !== undefined,
    mappings: mappings.length,
    rules: rules.length,
    ...(certificate === undefined ? {} : { certificateExpires: certificate.validTo.toISOString() }),
  };
}

function detailView(detail: DomainDetail, tlsPort: number | undefined): DomainDetailView {
  const { row, arn, target, mappings, rules, associations, refusals } = detail;
  const {
    mutualTlsAuthentication: mutualTls,
    securityPolicy,
    endpointAccessMode,
    policy,
    certificateArn,
    regionalCertificateArn,
  } = row.settings;
  const named = regionalCertificateArn ?? certificateArn;
  return {
    ...summaryOf(detail),
    arn,
    securityPolicy,
    ...(endpointAccessMode === undefined ? {} : { endpointAccessMode }),
    version: row.version,
    routes: { mappings, rules },
    certificateChain: detail.certificates.map(certificateView),
    truststore: detail.truststore.map(certificateView),
    associations,
    refusals: refusals.map(({ at, ...refusal }) => ({ ...refusal, at: at.toISOString() })),
    ...(target === undefined ? {} : { target }),
    ...(named === undefined ? {} : { certificateArn: named }),
    ...(mutualTls?.truststoreUri.startsWith("s3://") ? { truststoreUri: mutualTls.truststoreUri } : {}),
    ...(policy === undefined ? {} : { policy }),
    ...(tlsPort === undefined ? {} : { tlsPort }),
  };
}

function certificateView({ validFrom, validTo, ...facts }: CertificateFacts): CertificateView {
  return { ...facts, validFrom: validFrom.toISOString(), validTo: validTo.toISOString() };
}
