import type { DomainSettings } from "../../definition/domain.ts";
import type { BasePathMappingDraft } from "../../services/base-path-mappings.ts";
import { inside, requiredText, set, text, without } from "./edits.ts";
import { type Edit, patchTable } from "./patch-table.ts";

const replace = ["replace"] as const;
const each = ["add", "replace", "remove"] as const;

type Endpoint = DomainSettings["endpointConfiguration"];
type MutualTls = NonNullable<DomainSettings["mutualTlsAuthentication"]>;

/** One type at a time: `types/0` and `types/EDGE` both name the one that is replaced. */
const endpointType: Edit<DomainSettings> = (draft, { value }) => {
  const endpointConfiguration = set(draft.endpointConfiguration, "types", [value ?? ""]);
  return { ...draft, endpointConfiguration };
};

/** No address switches mutual TLS off. */
const truststoreUri: Edit<DomainSettings> = (draft, change) => {
  if (change.op === "remove" || !change.value) return without(draft, "mutualTlsAuthentication");
  return inside<DomainSettings, "mutualTlsAuthentication">("mutualTlsAuthentication", requiredText<MutualTls>("truststoreUri"))(
    draft,
    change,
  );
};

export const domainNamePatch = patchTable<DomainSettings>({
  "/certificateArn": { ops: replace, at: text("certificateArn") },
  "/certificateName": { ops: replace, at: text("certificateName") },
  "/regionalCertificateArn": { ops: replace, at: text("regionalCertificateArn") },
  "/regionalCertificateName": { ops: replace, at: text("regionalCertificateName") },
  "/endpointConfiguration/types/{type}": { ops: replace, at: endpointType },
  "/endpointConfiguration/ipAddressType": { ops: replace, at: inside("endpointConfiguration", requiredText<Endpoint>("ipAddressType")) },
  "/securityPolicy": { ops: replace, at: requiredText("securityPolicy") },
  "/endpointAccessMode": { ops: replace, at: text("endpointAccessMode") },
  "/mutualTlsAuthentication/truststoreUri": { ops: each, at: truststoreUri },
  "/mutualTlsAuthentication/truststoreVersion": {
    ops: each,
    at: inside("mutualTlsAuthentication", text<MutualTls>("truststoreVersion")),
  },
  "/ownershipVerificationCertificateArn": { ops: replace, at: text("ownershipVerificationCertificateArn") },
  "/policy": { ops: replace, at: text("policy") },
  "/managementPolicy": { ops: replace, at: text("managementPolicy") },
  "/routingMode": { ops: replace, at: requiredText("routingMode") },
});

export const basePathMappingPatch = patchTable<BasePathMappingDraft>({
  "/basePath": { ops: replace, at: requiredText("basePath") },
  "/restapiId": { ops: replace, at: requiredText("restApiId") },
  "/stage": { ops: replace, at: requiredText("stage") },
});
