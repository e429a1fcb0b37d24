import { withoutSlashes } from "@/lib/definition/choose-target";
import type { RoutingRule } from "@/lib/definition/domain";

/** The conditions of a rule on one line. */
export function conditionText({ conditions }: RoutingRule): string {
  const parts = conditions.flatMap(({ matchHeaders, matchBasePaths }) => [
    ...(matchHeaders?.anyOf ?? []).map(({ header, valueGlob }) => `${header}: ${valueGlob}`),
    ...(matchBasePaths?.anyOf ?? []).map((path) => `/${withoutSlashes(path)}`),
  ]);
  return parts.length === 0 ? "every request" : parts.join("  and  ");
}
