import { type RequestFilter, requestFilterSchema } from "@/lib/definition/request-filter";
import { filterAddressesMax } from "@/lib/definition/request-filter-values";

/** What keeps a filter from being saved. */
export function problemOf(filter: RequestFilter): string | undefined {
  const twice = filter.rules.find(({ name }, index) => filter.rules.findIndex((rule) => rule.name === name) !== index);
  if (twice !== undefined) return `Two rules have the name ${twice.name}.`;
  const addresses = filter.rules.reduce((sum, rule) => sum + (rule.kind === "IP_SET" ? rule.addresses.length : 0), 0);
  if (addresses > filterAddressesMax) return `The rules may name ${filterAddressesMax} addresses together; these name ${addresses}.`;
  const parsed = requestFilterSchema.safeParse(filter);
  const issue = parsed.error?.issues[0];
  if (issue === undefined) return undefined;
  const [first, index] = issue.path;
  const rule = first === "rules" && typeof index === "number" ? filter.rules[index] : undefined;
  return rule === undefined ? issue.message : `Rule ${rule.name || Number(index) + 1}: ${issue.message}`;
}
