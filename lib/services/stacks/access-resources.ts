import { updateAccount } from "../account.ts";
import { type ApiKeyDraft, type CreateApiKeyInput, createApiKey, deleteApiKey, updateApiKey } from "../api-keys.ts";
import { apiKeyArn, clientCertificateArn, usagePlanArn, vpcLinkArn } from "../arns.ts";
import { withoutEmpty } from "../check-shape.ts";
import { deleteClientCertificate, generateClientCertificate, updateClientCertificate } from "../client-certificates.ts";
import { createUsagePlanKey, deleteUsagePlanKey } from "../usage-plan-keys.ts";
import { type CreateUsagePlanInput, createUsagePlan, deleteUsagePlan, type UsagePlanDraft, updateUsagePlan } from "../usage-plans.ts";
import { type CreateVpcLinkInput, createVpcLink, deleteVpcLink, updateVpcLink } from "../vpc-links.ts";
import { inputOf, type Making, type ResourceHandler, replaceTags, textIn } from "./resource-handler.ts";

/** The account has one set of settings, which is not made and does not go away. */
export const account: ResourceHandler = {
  create: async (making) => {
    await setAccount(making);
    const physicalId = making.makeName();
    return { physicalId, attributes: { Id: physicalId } };
  },
  update: async (existing) => {
    await setAccount(existing);
    return existing;
  },
  remove: async () => {},
};

async function setAccount({ scope, properties }: Making): Promise<void> {
  const role = textIn(properties, "CloudWatchRoleArn");
  await updateAccount(scope, ({ cloudwatchRoleArn: _, ...others }) => (role === "" ? others : { ...others, cloudwatchRoleArn: role }));
}

export const apiKey: ResourceHandler = {
  create: async (making) => {
    const { id } = await createApiKey(making.scope, { name: making.makeName(), ...inputOf<CreateApiKeyInput>(making) });
    return { physicalId: id, attributes: { APIKeyId: id } };
  },
  update: async (existing) => {
    const { scope, physicalId: id, properties } = existing;
    const { description, customerId, enabled = false } = inputOf<CreateApiKeyInput>(existing);
    // What templates cannot say about a key stays as it is.
    const change = ({ name, expiresAt, former }: ApiKeyDraft) => ({
      ...withoutEmpty({ name, description, customerId, enabled }),
      ...(expiresAt !== undefined && { expiresAt }),
      ...(former && { former }),
    });
    await updateApiKey(scope, { apiKey: id }, change);
    await replaceTags({ ...existing, properties }, apiKeyArn(scope, id));
    return existing;
  },
  remove: ({ scope, physicalId }) => deleteApiKey(scope, { apiKey: physicalId }),
};

type PlanInput = Omit<CreateUsagePlanInput, "name"> & { usagePlanName?: string };

export const usagePlan: ResourceHandler = {
  create: async (making) => {
    const { usagePlanName: name = making.makeName(), ...members } = inputOf<PlanInput>(making);
    const { id } = await createUsagePlan(making.scope, { ...members, name });
    return { physicalId: id, attributes: { Id: id } };
  },
  update: async (existing) => {
    const { scope, physicalId: usagePlanId } = existing;
    const { usagePlanName, tags: _, ...members } = inputOf<PlanInput>(existing);
    // Checked by the plan's schema.
    await updateUsagePlan(
      scope,
      { usagePlanId },
      ({ name }) => ({ apiStages: [], ...withoutEmpty(members), name: usagePlanName ?? name }) as UsagePlanDraft,
    );
    await replaceTags(existing, usagePlanArn(scope, usagePlanId));
    return existing;
  },
  remove: async ({ scope, physicalId: usagePlanId }) => {
    await updateUsagePlan(scope, { usagePlanId }, (draft) => ({ ...draft, apiStages: [] }));
    await deleteUsagePlan(scope, { usagePlanId });
  },
};

export const usagePlanKey: ResourceHandler = {
  create: async (making) => {
    const { keyId, keyType, usagePlanId } = inputOf<{ keyId: string; keyType: string; usagePlanId: string }>(making);
    await createUsagePlanKey(making.scope, { keyId, keyType, usagePlanId });
    const physicalId = `${keyId}:${usagePlanId}`;
    return { physicalId, attributes: { Id: physicalId } };
  },
  remove: ({ scope, before }) => deleteUsagePlanKey(scope, { keyId: textIn(before, "KeyId"), usagePlanId: textIn(before, "UsagePlanId") }),
};

export const clientCertificate: ResourceHandler = {
  create: async (making) => {
    const { clientCertificateId: id } = await generateClientCertificate(making.scope, making.tools, inputOf(making));
    return { physicalId: id, attributes: { ClientCertificateId: id } };
  },
  update: async (existing) => {
    const { scope, physicalId: clientCertificateId, properties } = existing;
    const description = textIn(properties, "Description");
    await updateClientCertificate(scope, { clientCertificateId }, () => (description === "" ? {} : { description }));
    await replaceTags(existing, clientCertificateArn(scope, clientCertificateId));
    return existing;
  },
  remove: ({ scope, physicalId: clientCertificateId }) => deleteClientCertificate(scope, { clientCertificateId }),
};

export const vpcLink: ResourceHandler = {
  create: async (making) => {
    const { id } = await createVpcLink(making.scope, inputOf<CreateVpcLinkInput>(making));
    return { physicalId: id, attributes: { VpcLinkId: id } };
  },
  update: async (existing) => {
    const { scope, physicalId: vpcLinkId } = existing;
    const { name, description } = inputOf<CreateVpcLinkInput>(existing);
    await updateVpcLink(scope, { vpcLinkId }, ({ targetArns }) => withoutEmpty({ name, description, targetArns }));
    await replaceTags(existing, vpcLinkArn(scope, vpcLinkId));
    return existing;
  },
  remove: ({ scope, physicalId: vpcLinkId }) => deleteVpcLink(scope, { vpcLinkId }),
};
