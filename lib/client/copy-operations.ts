import type { CopiedTexts, CopySubject } from "../definition/copy-subject.ts";
import type { Query } from "./operation-kinds.ts";

/** Commands and texts that make the same elsewhere. */
export type CopyOperations = { copyAs: Query<{ subject: CopySubject }, CopiedTexts> };
