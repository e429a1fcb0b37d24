import type { FilterAction, FilterRule, FilterRuleKind, RequestFilter, SizedPart } from "@/lib/definition/request-filter";

export const kindTexts = {
  IP_SET: "IP addresses",
  RATE: "Rate of one address",
  SIZE: "Size",
  SQL_INJECTION: "SQL injection",
  CROSS_SITE_SCRIPTING: "Cross-site scripting",
} as const satisfies Record<FilterRuleKind, string>;

export const kindHelp = {
  IP_SET: "Fits callers by their address.",
  RATE: "Fits what one address sends beyond the limit. Of IPv6, the first 64 bits are one address.",
  SIZE: "Fits requests of which a part is larger.",
  SQL_INJECTION: "Fits what looks like a part of a SQL statement in path, query, cookies or body.",
  CROSS_SITE_SCRIPTING: "Fits what would run as script in a page: in path, query, cookies or body.",
} as const satisfies Record<FilterRuleKind, string>;

export const actionTexts = {
  BLOCK: "Block: 403",
  COUNT: "Count, and go on",
  ALLOW: "Allow, and ask no further rule",
} as const satisfies Record<FilterAction, string>;

export const partTexts = {
  BODY: "Body",
  QUERY_STRING: "Query string",
  URI_PATH: "Path",
  HEADERS: "Headers",
  COOKIES: "Cookies",
} as const satisfies Record<SizedPart, string>;

/** A rule of a kind as it begins. */
export function newRule(kind: FilterRuleKind, name: string): FilterRule {
  const base = { name, action: "COUNT" } as const;
  switch (kind) {
    case "IP_SET":
      return { ...base, action: "BLOCK", kind, addresses: ["192.0.2.0/24"], isNegated: false };
    case "RATE":
      return { ...base, action: "BLOCK", kind, limit: 1_000, windowSeconds: 300 };
    case "SIZE":
      return { ...base, kind, part: "BODY", bytesMax: 8_192 };
    case "SQL_INJECTION":
    case "CROSS_SITE_SCRIPTING":
      return { ...base, kind };
  }
}

/** What a filter does, in one line. */
export function filterSentence({ rules, defaultAction }: RequestFilter): string {
  const count = (action: FilterAction) => rules.filter((rule) => rule.action === action).length;
  const parts = [
    [count("BLOCK"), "blocks"],
    [count("COUNT"), "counts"],
    [count("ALLOW"), "allows"],
  ] as const;
  const said = parts.flatMap(([number, verb]) =>
    number === 0 ? [] : [`${number} ${number === 1 ? `rule ${verb}` : `rules ${verb.slice(0, -1)}`}`],
  );
  const rest = defaultAction === "BLOCK" ? "the rest is blocked" : "the rest passes";
  return [...(said.length === 0 ? ["No rule"] : said), rest].join(", ");
}

/** The filter without the blanks that typing leaves. */
export function cleanFilter(filter: RequestFilter): RequestFilter {
  const { description, ...rest } = filter;
  const rules = filter.rules.map((rule) =>
    rule.kind === "IP_SET" ? { ...rule, addresses: rule.addresses.map((line) => line.trim()).filter((line) => line !== "") } : rule,
  );
  return { ...rest, rules, ...(description?.trim() ? { description: description.trim() } : {}) };
}
