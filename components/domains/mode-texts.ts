import type { RoutingMode } from "@/lib/definition/domain";

export const modeTexts = {
  API_MAPPING_ONLY: { label: "Mappings only", text: "The longest base path that fits wins. Routing rules do not act." },
  ROUTING_RULE_THEN_API_MAPPING: {
    label: "Routing rules, then mappings",
    text: "The rule with the lowest priority number whose conditions all hold wins; without one, the longest base path.",
  },
  ROUTING_RULE_ONLY: {
    label: "Routing rules only",
    text: "The rule with the lowest priority number whose conditions all hold wins. Mappings do not act.",
  },
} as const satisfies Record<RoutingMode, { label: string; text: string }>;
