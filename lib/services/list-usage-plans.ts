import type { Scope } from "./scope.ts";
import { getUsagePlan, getUsagePlans, type UsagePlan } from "./usage-plans.ts";
import { read } from "./write.ts";

export type ListedPlan = UsagePlan & { keyCount: number };

/** More plans than a workspace has. */
const plansMax = 5_000;

/** Every plan with how many keys it has. */
export async function listUsagePlans(scope: Scope): Promise<ListedPlan[]> {
  const plans: UsagePlan[] = [];
  let position: string | undefined;
  do {
    const page = await getUsagePlans(scope, { limit: 500, position });
    plans.push(...page.items);
    position = page.position;
  } while (position !== undefined && plans.length < plansMax);
  return withCounts(scope, plans);
}

export async function getListedPlan(scope: Scope, usagePlanId: string): Promise<ListedPlan> {
  const plan = await getUsagePlan(scope, { usagePlanId });
  const [listed = { ...plan, keyCount: 0 }] = await withCounts(scope, [plan]);
  return listed;
}

async function withCounts(scope: Scope, plans: readonly UsagePlan[]): Promise<ListedPlan[]> {
  return read(scope, async (source) => {
    const counts = await source.usagePlanKey.groupBy({
      by: ["planId"],
      where: { planId: { in: plans.map(({ id }) => id) } },
      _count: { _all: true },
    });
    const byPlan = new Map(counts.map(({ planId, _count }) => [planId, _count._all]));
    return plans.map((plan) => ({ ...plan, keyCount: byPlan.get(plan.id) ?? 0 }));
  });
}
