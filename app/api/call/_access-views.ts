import type { KeyDetail, KeySummary, PlanSummary } from "@/lib/client/access-operations";
import type { ListedKey, KeyDetail as StoredKey } from "@/lib/services/list-api-keys";
import type { ListedPlan } from "@/lib/services/list-usage-plans";

export function keyView({ createdDate, ...key }: ListedKey): KeySummary {
  return { ...key, createdDate: createdDate.toISOString() };
}

export function keyDetailView(key: StoredKey, arn: string): KeyDetail {
  const { createdDate, lastUpdatedDate, entityVersion, stageKeys: _stageKeys, value: _value, tags = {}, ...rest } = key;
  return {
    ...rest,
    createdDate: createdDate.toISOString(),
    lastUpdatedDate: lastUpdatedDate.toISOString(),
    tags,
    arn,
    version: entityVersion,
  };
}

export function planView({ entityVersion, tags = {}, ...plan }: ListedPlan): PlanSummary {
  return { ...plan, tags, version: entityVersion };
}
