import { hashApiKey } from "../lib/base/api-key-hash.ts";
import type { AccessChanges, FeedPlan } from "../lib/feed/access.ts";
import type { AccessKeyHolder, AccessPort, ApiKeyFacts, PlanFacts } from "../lib/gateway/ports.ts";

/** The keys and plans that this worker lets callers in by. */
export class AccessTable implements AccessPort {
  readonly #keys = new Map<string, ApiKeyFacts>();
  readonly #hashes = new Map<string, string>();
  #plans: ReadonlyMap<string, PlanFacts> = new Map();
  #accessKeys: ReadonlyMap<string, AccessKeyHolder> = new Map();
  #hashKey = "";

  apply(changes: AccessChanges): void {
    this.#hashKey = changes.hashKey;
    if (changes.reset) {
      this.#keys.clear();
      this.#hashes.clear();
    }
    for (const id of changes.goneKeys) this.#forget(id);
    for (const { id, hash, enabled, planIds } of changes.keys) {
      this.#forget(id);
      this.#hashes.set(id, hash);
      this.#keys.set(hash, { id, isEnabled: enabled, planIds });
    }
    this.#plans = new Map(changes.plans.map((plan) => [plan.id, toPlanFacts(plan)]));
    this.#accessKeys = new Map(changes.accessKeys.map(({ id, ...holder }) => [id, holder]));
  }

  // The value itself is never compared, only its keyed hash is looked up: how long that takes says nothing about other keys.
  findApiKey(wanted: { accountId: string; region: string; value: string }): ApiKeyFacts | undefined {
    return this.#keys.get(hashApiKey(this.#hashKey, wanted));
  }

  findPlan(id: string): PlanFacts | undefined {
    return this.#plans.get(id);
  }

  findAccessKey(accessKeyId: string): AccessKeyHolder | undefined {
    return this.#accessKeys.get(accessKeyId);
  }

  #forget(id: string): void {
    const hash = this.#hashes.get(id);
    if (hash === undefined) return;
    this.#keys.delete(hash);
    this.#hashes.delete(id);
  }
}

function toPlanFacts({ id, apiStages, throttle, quota }: FeedPlan): PlanFacts {
  return {
    id,
    stages: new Map(apiStages.map(({ apiId, stage, throttle: methods = {} }) => [`${apiId}/${stage}`, { methods }])),
    throttle,
    quota,
  };
}
