import { z } from "zod";
import type { Operations } from "@/lib/client/operations";
import { formatVpcLinkTargets, type VpcLinkTarget, vpcLinkTargetSchema } from "@/lib/definition/vpc-link-targets";
import { checkIntegrationTarget } from "@/lib/services/check-integration-target";
import {
  deleteClientCertificate,
  generateClientCertificate,
  getClientCertificates,
  updateClientCertificate,
} from "@/lib/services/client-certificates";
import { changeV2VpcLink, createV2VpcLink, deleteV2VpcLink, getV2VpcLinks, isTarget } from "@/lib/services/v2/vpc-links";
import { createVpcLink, deleteVpcLink, getVpcLinks, updateVpcLink, type VpcLinkDraft } from "@/lib/services/vpc-links";
import { apiKey, id, name, options, version } from "./_inputs";
import { allPages, allV2Pages } from "./_pages";
import type { Row } from "./_row";
import { clientCertificateView, v2VpcLinkView, vpcLinkView } from "./_views";

const kind = z.enum(["REST", "HTTP"]);
const subnetsOf = (targets: readonly VpcLinkTarget[]) => targets.map((target) => formatVpcLinkTargets([target]));
const vpcLinkTargets = z.array(vpcLinkTargetSchema).min(1).max(20);

/** Calls about the way to backends: VPC links, client certificates, and whether an address answers. */
export const networkOperations = {
  listClientCertificates: {
    kind: "query",
    input: z.object({}),
    run: async ({ scope }) => (await allPages((page) => getClientCertificates(scope, page))).map(clientCertificateView),
  },
  listVpcLinks: {
    kind: "query",
    input: z.object({}),
    run: async ({ scope }) => [
      ...(await allPages((page) => getVpcLinks(scope, page))).map(vpcLinkView),
      ...(await allV2Pages((page) => getV2VpcLinks(scope, page))).map(v2VpcLinkView),
    ],
  },
  generateClientCertificate: {
    kind: "mutation",
    input: z.object({ description: name.optional() }),
    run: async ({ scope, runtime }, input) => ({ id: (await generateClientCertificate(scope, runtime, input)).clientCertificateId }),
  },
  updateClientCertificate: {
    kind: "mutation",
    input: z.object({ id, description: name, expectedVersion: version }),
    run: async ({ scope }, { id: clientCertificateId, description, expectedVersion }) => {
      await updateClientCertificate(scope, { clientCertificateId }, (draft) => ({ ...draft, description }), options(expectedVersion));
      return {};
    },
  },
  deleteClientCertificate: {
    kind: "mutation",
    input: z.object({ id }),
    run: async ({ scope }, { id: clientCertificateId }) => {
      await deleteClientCertificate(scope, { clientCertificateId });
      return {};
    },
  },
  createVpcLink: {
    kind: "mutation",
    input: z.object({ kind, name, targets: vpcLinkTargets }),
    run: async ({ scope }, { kind: linkKind, name: linkName, targets }) => {
      if (linkKind === "HTTP") return { id: (await createV2VpcLink(scope, { name: linkName, subnetIds: subnetsOf(targets) })).vpcLinkId };
      return { id: (await createVpcLink(scope, { name: linkName, targetArns: [formatVpcLinkTargets(targets)] })).id };
    },
  },
  updateVpcLink: {
    kind: "mutation",
    input: z.object({ kind, id, name, description: name, targets: z.array(vpcLinkTargetSchema).max(20), expectedVersion: version }),
    run: async ({ scope }, { kind: linkKind, id: vpcLinkId, expectedVersion, targets, ...change }) => {
      if (linkKind === "HTTP") {
        // Subnets that tools named stay.
        const withSubnets = (old: readonly string[]) => [...old.filter((entry) => !isTarget(entry)), ...subnetsOf(targets)];
        await changeV2VpcLink(
          scope,
          vpcLinkId,
          ({ subnetIds }) => ({ name: change.name, subnetIds: withSubnets(subnetIds) }),
          options(expectedVersion),
        );
        return {};
      }
      // Load balancers that tools named stay.
      const withTargets = (entries: readonly string[]) => [
        ...entries.filter((entry) => entry.startsWith("arn:")),
        ...(targets.length === 0 ? [] : [formatVpcLinkTargets(targets)]),
      ];
      const changed = (draft: VpcLinkDraft) => ({ ...draft, ...change, targetArns: withTargets(draft.targetArns) });
      await updateVpcLink(scope, { vpcLinkId }, changed, options(expectedVersion));
      return {};
    },
  },
  deleteVpcLink: {
    kind: "mutation",
    input: z.object({ kind, id }),
    run: async ({ scope }, { kind: linkKind, id: vpcLinkId }) => {
      await (linkKind === "HTTP" ? deleteV2VpcLink : deleteVpcLink)(scope, { vpcLinkId });
      return {};
    },
  },
  checkIntegrationTarget: {
    kind: "mutation",
    input: apiKey.extend({ url: z.string().max(2_048), skipsCertificateCheck: z.boolean() }),
    run: async ({ scope, runtime }, { apiId: _api, ...input }) => ({ steps: await checkIntegrationTarget(scope, runtime, input) }),
  },
} satisfies { [N in keyof Operations]?: Row<N> };
