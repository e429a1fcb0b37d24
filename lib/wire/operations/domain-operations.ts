import * as mappings from "../../services/base-path-mappings.ts";
import * as access from "../../services/domain-access.ts";
import * as domains from "../../services/domain-names.ts";
import type { V1Inputs } from "../generated/v1.ts";
import { basePathMappingPatch, domainNamePatch } from "../patch/domain-patches.ts";
import { patch } from "./definition-operations.ts";
import type { Handlers } from "./handler.ts";

export const domainOperations = {
  CreateDomainName: (scope, input, { sealer }) => domains.createDomainName(scope, { sealer }, input),
  GetDomainName: domains.getDomainName,
  GetDomainNames: domains.getDomainNames,
  UpdateDomainName: (scope, input) => domains.updateDomainName(scope, input, patch(domainNamePatch, input)),
  DeleteDomainName: domains.deleteDomainName,

  CreateBasePathMapping: mappings.createBasePathMapping,
  GetBasePathMapping: mappings.getBasePathMapping,
  GetBasePathMappings: mappings.getBasePathMappings,
  UpdateBasePathMapping: (scope, input) => mappings.updateBasePathMapping(scope, input, patch(basePathMappingPatch, input)),
  DeleteBasePathMapping: mappings.deleteBasePathMapping,

  CreateDomainNameAccessAssociation: access.createDomainNameAccessAssociation,
  GetDomainNameAccessAssociations: access.getDomainNameAccessAssociations,
  DeleteDomainNameAccessAssociation: access.deleteDomainNameAccessAssociation,
  RejectDomainNameAccessAssociation: access.rejectDomainNameAccessAssociation,
} satisfies Partial<Handlers<keyof V1Inputs>>;
