import type { DomainMapping, DomainRouting, RoutingCondition, RoutingRule } from "./domain.ts";

/** A request as routing looks at it: the path begins with a slash and has its escapes; header names come in lower case. */
export type RoutedRequest = { path: string; headerValues(name: string): readonly string[] };

/** Where a request goes; `path` is what is left of its path, `basePath` what was taken away or matched. */
export type RoutingTarget = {
  apiId: string;
  stage: string;
  path: string;
  basePath: string;
  by: { kind: "rule"; rule: RoutingRule } | { kind: "mapping"; mapping: DomainMapping };
};

/** The stage that serves a request to a domain: rules by priority before mappings, the longest mapping first; undefined when nothing fits. */
export function chooseTarget({ routingMode, rules, mappings }: DomainRouting, request: RoutedRequest): RoutingTarget | undefined {
  const byRule = routingMode === "API_MAPPING_ONLY" ? undefined : chooseRule(rules, request);
  return byRule ?? (routingMode === "ROUTING_RULE_ONLY" ? undefined : chooseMapping(mappings, request));
}

function chooseRule(rules: readonly RoutingRule[], request: RoutedRequest): RoutingTarget | undefined {
  let first: RoutingRule | undefined;
  for (const rule of rules) {
    if ((first === undefined || rule.priority < first.priority) && explainRule(rule, request).length === 0) first = rule;
  }
  if (first === undefined) return undefined;
  const basePath = basePathOf(first.conditions, request.path);
  const path = first.stripBasePath ? pathBelow(basePath, request.path) : request.path;
  return { apiId: first.apiId, stage: first.stage, path: path ?? request.path, basePath, by: { kind: "rule", rule: first } };
}

/** What keeps a rule from matching, in words; empty when all of its conditions hold. */
export function explainRule(rule: RoutingRule, request: RoutedRequest): string[] {
  return rule.conditions.flatMap(({ matchBasePaths, matchHeaders }) => {
    const missing: string[] = [];
    if (matchBasePaths !== undefined && !matchBasePaths.anyOf.some((base) => pathBelow(base, request.path) !== undefined))
      missing.push(`the path does not begin with /${matchBasePaths.anyOf.map(withoutSlashes).join(" or /")}`);
    if (matchHeaders !== undefined && !matchHeaders.anyOf.some((condition) => hasHeader(request, condition)))
      missing.push(`no header ${matchHeaders.anyOf.map(({ header, valueGlob }) => `${header}: ${valueGlob}`).join(" or ")}`);
    return missing;
  });
}

function basePathOf(conditions: readonly RoutingCondition[], path: string): string {
  const paths = conditions.flatMap(({ matchBasePaths }) => matchBasePaths?.anyOf ?? []);
  return withoutSlashes(paths.find((base) => pathBelow(base, path) !== undefined) ?? "");
}

function hasHeader(request: RoutedRequest, { header, valueGlob }: { header: string; valueGlob: string }): boolean {
  return request.headerValues(header.toLowerCase()).some((value) => matchesGlob(valueGlob, value));
}

/** An asterisk stands for any text at the beginning or the end of a glob, and nowhere else. */
function matchesGlob(glob: string, value: string): boolean {
  const [startsOpen, endsOpen] = [glob.startsWith("*"), glob.length > 1 && glob.endsWith("*")];
  const text = glob.slice(startsOpen ? 1 : 0, endsOpen ? -1 : undefined);
  if (startsOpen) return endsOpen ? value.includes(text) : value.endsWith(text);
  return endsOpen ? value.startsWith(text) : value === text;
}

function chooseMapping(mappings: readonly DomainMapping[], request: RoutedRequest): RoutingTarget | undefined {
  let longest: DomainMapping | undefined;
  for (const mapping of mappings) {
    if (pathBelow(mapping.basePath, request.path) === undefined) continue;
    if (longest === undefined || mapping.basePath.length > longest.basePath.length) longest = mapping;
  }
  if (longest === undefined) return undefined;
  const { apiId, stage, basePath } = longest;
  return { apiId, stage, path: pathBelow(basePath, request.path) ?? request.path, basePath, by: { kind: "mapping", mapping: longest } };
}

/** The path below a base path, which ends where a segment does; undefined when the path is not below it. */
function pathBelow(basePath: string, path: string): string | undefined {
  const base = withoutSlashes(basePath);
  if (base === "") return path;
  if (!path.startsWith(`/${base}`)) return undefined;
  const rest = path.slice(base.length + 1);
  if (rest === "") return "/";
  return rest.startsWith("/") ? rest : undefined;
}

export function withoutSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, "");
}
