import { referencesIn } from "./dependencies.ts";
import { type Environment, isTrue, resolve, textOf } from "./intrinsics.ts";
import { isNode, type Node, nodeIn, templateError } from "./node.ts";

/**
 * Checks the rules that a template has for its parameters. One over a parameter that the service reads from a store is not judged: its
 * value is not known here, and templates of the CDK carry such a rule for a stack that nothing here needs.
 */
export function checkRules(
  template: Node,
  env: Pick<Environment, "isTrue" | "mappings" | "ref">,
  isStored: (name: string) => boolean,
): void {
  for (const [name, rule] of Object.entries(nodeIn(template, "Rules"))) {
    if (!isNode(rule) || !Array.isArray(rule.Assertions) || rule.Assertions.length === 0)
      throw templateError(`Template format error: Every Rules object must contain a list of Assertions. [${name}]`);
    if ([...referencesIn(rule)].some(isStored)) continue;
    const judge = judgeOf(name, env);
    if (rule.RuleCondition !== undefined && !judge(rule.RuleCondition)) continue;
    for (const assertion of rule.Assertions) {
      if (!isNode(assertion) || assertion.Assert === undefined)
        throw templateError(`Template format error: Every assertion of a rule must contain an Assert member. [${name}]`);
      if (!judge(assertion.Assert))
        throw templateError(
          `Template format error: Rule ${name} failed: ${textOf(assertion.AssertDescription) ?? "an assertion does not hold."}`,
        );
    }
  }
}

/** Functions that only rules have are called here; what stands in them is like everywhere else, but knows no resources. */
function judgeOf(rule: string, given: Pick<Environment, "isTrue" | "mappings" | "ref">): (value: unknown) => boolean {
  const refuse = (name: string): never => {
    throw templateError(
      `Template format error: Unresolved dependencies [${name}]. Cannot reference resources in the Rules block of the template`,
    );
  };
  const env: Environment = { ...given, ref: (name) => given.ref(name) ?? refuse(name), attribute: refuse, importValue: refuse };
  const malformed = (name: string) =>
    templateError(`Template format error: ${name} in rule ${rule} does not have the arguments that it needs.`);
  const listIn = (value: unknown, name: string): string[] => {
    const list = resolve(value, env);
    if (!Array.isArray(list)) throw malformed(name);
    return list.map((item) => textOf(item) ?? "");
  };
  const judge = (value: unknown): boolean => {
    const [name = "", ...others] = isNode(value) ? Object.keys(value) : [];
    const items = isNode(value) && others.length === 0 ? value[name] : undefined;
    if (!Array.isArray(items)) return isTrue(value, env);
    const [left, right] = items;
    const pair = () => {
      if (items.length !== 2) throw malformed(name);
      return [listIn(left, name), resolve(right, env)] as const;
    };
    if (name === "Fn::And") return items.every(judge);
    if (name === "Fn::Or") return items.some(judge);
    if (name === "Fn::Not" && items.length === 1) return !judge(left);
    if (name === "Fn::Contains" || name === "Fn::EachMemberEquals") {
      const [list, wanted] = pair();
      return name === "Fn::Contains" ? list.includes(textOf(wanted) ?? "") : list.every((item) => item === textOf(wanted));
    }
    if (name !== "Fn::EachMemberIn") return isTrue(value, env);
    const [list, allowed] = pair();
    const known = new Set(listIn(allowed, name));
    return list.every((item) => known.has(item));
  };
  return judge;
}
