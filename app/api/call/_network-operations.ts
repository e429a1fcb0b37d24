import { z } from "zod";
import type { Operations } from "@/lib/client/operations";
import { formatVpcLinkTargets, vpcLinkTargetSchema } from "@/lib/definition/vpc-link-targets";
import { checkIntegrationTarget } from "@/lib/services/check-integration-target";
import {
  deleteClientCertificate,
  generateClientCertificate,
  getClientCertificates,
  updateClientCertificate,
} from "@/lib/services/client-certificates";
import { createVpcLink, deleteVpcLink, getVpcLinks, updateVpcLink, type VpcLinkDraft } from "@/lib/services/vpc-links";
import { apiKey, id, name, options, version } from "./_inputs";
import { allPages } from "./_pages";
import type { Row } from "./_row";
import { clientCertificateView, vpcLinkView } from "./_views";

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
    run: async ({ scope }) => (await allPages((page) => getVpcLinks(scope, page))).map(vpcLinkView),
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
    input: z.object({ name, description: name.optional(), targets: vpcLinkTargets }),
    run: async ({ scope }, { targets, ...input }) => ({
      id: (await createVpcLink(scope, { ...input, targetArns: [formatVpcLinkTargets(targets)] })).id,
    }),
  },
  updateVpcLink: {
    kind: "mutation",
    input: z.object({ id, name, description: name, targets: z.array(vpcLinkTargetSchema).max(20), expectedVersion: version }),
    run: async ({ scope }, { id: vpcLinkId, expectedVersion, targets, ...change }) => {
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
    input: z.object({ id }),
    run: async ({ scope }, { id: vpcLinkId }) => {
      await deleteVpcLink(scope, { vpcLinkId });
      return {};
    },
  },
  checkIntegrationTarget: {
    kind: "mutation",
    input: apiKey.extend({ url: z.string().max(2_048), skipsCertificateCheck: z.boolean() }),
    run: async ({ scope, runtime }, { apiId: _api, ...input }) => ({ steps: await checkIntegrationTarget(scope, runtime, input) }),
  },
} satisfies { [N in keyof Operations]?: Row<N> };
