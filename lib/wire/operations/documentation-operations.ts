import * as parts from "../../services/documentation-parts.ts";
import type { V1Inputs } from "../generated/v1.ts";
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
} satisfies Partial<Handlers<keyof V1Inputs>>;
