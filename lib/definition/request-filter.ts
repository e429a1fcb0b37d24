import { z } from "zod";
import { filterActions, filterRulesMax, inspectedBodySizes, rateWindows, sizedParts } from "./request-filter-values.ts";

export type FilterAction = (typeof filterActions)[number];

export type SizedPart = (typeof sizedParts)[number];

export const addressesMax = 2_000;

const name = z.string().regex(/^[\w-]{1,128}$/, "A name has up to 128 letters, digits, _ and -.");
const address = z
  .string()
  .max(64)
  .refine((text) => isNetwork(text), { message: "An address looks like 192.0.2.0/24 or 2001:db8::/32." });

/** `192.0.2.0/24`, `2001:db8::/32`, or one address. */
function isNetwork(text: string): boolean {
  const [base = "", length, ...more] = text.split("/");
  const isV6 = z.ipv6().safeParse(base).success;
  if (more.length > 0 || (!isV6 && !z.ipv4().safeParse(base).success)) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (isV6 ? 128 : 32));
}

const ruleBase = { name, action: z.enum(filterActions) };

export const filterRuleSchema = z.discriminatedUnion("kind", [
  z.object({ ...ruleBase, kind: z.literal("IP_SET"), addresses: z.array(address).min(1).max(addressesMax), isNegated: z.boolean() }),
  z.object({
    ...ruleBase,
    kind: z.literal("RATE"),
    /** Requests of one address in the window. */
    limit: z.number().int().min(10).max(2_000_000_000),
    windowSeconds: z.literal(rateWindows),
  }),
  z.object({ ...ruleBase, kind: z.literal("SIZE"), part: z.enum(sizedParts), bytesMax: z.number().int().min(0).max(21_474_836_480) }),
  z.object({ ...ruleBase, kind: z.literal("SQL_INJECTION") }),
  z.object({ ...ruleBase, kind: z.literal("CROSS_SITE_SCRIPTING") }),
]);
export type FilterRule = z.infer<typeof filterRuleSchema>;
export type FilterRuleKind = FilterRule["kind"];

export const requestFilterSchema = z.object({
  description: z.string().max(256).optional(),
  /** What becomes of a request that no rule decides. */
  defaultAction: z.enum(["ALLOW", "BLOCK"]),
  /** Asked in this order, until one allows or blocks. */
  rules: z.array(filterRuleSchema).max(filterRulesMax),
  inspectedBodyBytes: z.literal(inspectedBodySizes),
});
export type RequestFilter = z.infer<typeof requestFilterSchema>;

export const filterNameSchema = name;

type FilterPlace = { accountId: string; region: string; name: string; id: string };

/** The ARN that a stage names its filter by, in the form of a web ACL's. */
export function filterArn({ accountId, region, name: filterName, id }: FilterPlace): string {
  return `arn:aws:wafv2:${region}:${accountId}:regional/webacl/${filterName}/${id}`;
}
