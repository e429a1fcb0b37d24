import { ServiceError } from "../../base/service-error.ts";
import type { QueryForm } from "./query-form.ts";

const noPolicies = "stacks have no policies here, so that nothing would be protected. Leave it out.";
const alwaysBack = "what cannot be made is always taken back as a whole, and the stack stays until it is deleted.";

type Refusal = { name: string; why: string; allowed?: readonly string[] };

/** What callers rely on is not taken and left undone. */
const refusals: readonly Refusal[] = [
  { name: "TemplateURL", why: "Gatehouse does not read from S3. Give the template as TemplateBody." },
  { name: "ResourcesToImport", why: "resources are made by their stack." },
  { name: "ImportExistingResources", why: "resources are made by their stack.", allowed: ["false"] },
  { name: "StackPolicyBody", why: noPolicies },
  { name: "StackPolicyURL", why: noPolicies },
  { name: "StackPolicyDuringUpdateBody", why: noPolicies },
  { name: "StackPolicyDuringUpdateURL", why: noPolicies },
  { name: "ResourceTypes", why: "the types that a template may have are not limited. Leave it out." },
  { name: "DisableRollback", why: alwaysBack, allowed: ["false"] },
  { name: "OnFailure", why: alwaysBack, allowed: ["ROLLBACK"] },
  { name: "OnStackFailure", why: alwaysBack, allowed: ["ROLLBACK"] },
];

export function refuseUnsupported(form: QueryForm): void {
  for (const { name, why, allowed = [] } of refusals) {
    const value = form.text(name);
    if (!form.has(name) || (value !== undefined && allowed.includes(value))) continue;
    throw new ServiceError(
      "ValidationException",
      `${name}${allowed.length === 0 ? "" : ` other than ${allowed[0]}`} is not supported: ${why}`,
    );
  }
}
