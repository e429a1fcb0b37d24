import * as parts from "../../services/documentation-parts.ts";
import * as versions from "../../services/documentation-versions.ts";
import type { V1Inputs } from "../generated/v1.ts";
import { descriptionPatch } from "../patch/access-patches.ts";
import { documentationPartPatch } from "../patch/definition-patches.ts";
import { patch } from "./definition-operations.ts";
import type { Handlers } from "./handler.ts";

export const documentationOperations = {
  CreateDocumentationPart: parts.createDocumentationPart,
  GetDocumentationPart: parts.getDocumentationPart,
  GetDocumentationParts: parts.getDocumentationParts,
  UpdateDocumentationPart: (scope, input) => parts.updateDocumentationPart(scope, input, patch(documentationPartPatch, input)),
  DeleteDocumentationPart: parts.deleteDocumentationPart,
  ImportDocumentationParts: parts.importDocumentationParts,

  CreateDocumentationVersion: versions.createDocumentationVersion,
  GetDocumentationVersion: versions.getDocumentationVersion,
  GetDocumentationVersions: versions.getDocumentationVersions,
  UpdateDocumentationVersion: (scope, input) => versions.updateDocumentationVersion(scope, input, patch(descriptionPatch, input)),
  DeleteDocumentationVersion: versions.deleteDocumentationVersion,
} satisfies Partial<Handlers<keyof V1Inputs>>;
