import { hash, randomUUID } from "node:crypto";
import { hashApiKey } from "../lib/base/api-key-hash.ts";
import type { AccessChanges, FeedApiKey, FeedPlan } from "../lib/feed/access.ts";
import { compileIdentityPolicy } from "../lib/gateway/access/identity-policy.ts";
import type { AccessKeyHolder, AccessPort, ApiKeyFacts, PlanFacts } from "../lib/gateway/ports.ts";

// Hashes of keys that came lately; there may be more keys in use than this.
const recentMax = 10_000;

/** The keys and plans that this worker lets callers in by. */
export class AccessTable implements AccessPort {
  readonly #keys = new Map<string, ApiKeyFacts>();
  readonly #hashes = new Map<string, readonly string[]>();
  #plans: ReadonlyMap<string, PlanFacts> = new Map();
  #accessKeys: ReadonlyMap<string, AccessKeyHolder> = new Map();
  #hashKey = "";
  readonly #recent = new Map<string, string>();
  readonly #recentSalt = randomUUID();

  apply(changes: AccessChanges): void {
    if (changes.hashKey !== this.#hashKey) this.#recent.clear();
    this.#hashKey = changes.hashKey;
    if (changes.reset) {
      this.#keys.clear();
      this.#hashes.clear();
    }
    for (const id of changes.goneKeys) this.#forget(id);
    for (const key of changes.keys) this.#learn(key);
    this.#plans = new Map(changes.plans.map((plan) => [plan.id, toPlanFacts(plan)]));
    this.#accessKeys = new Map(
      changes.accessKeys.map(({ id, policy, ...holder }) => [
        id,
        policy === undefined ? holder : { ...holder, policy: compileIdentityPolicy(policy) },
      ]),
    );
  }

  // The value itself is never compared, only its keyed hash is looked up: how long that takes says nothing about other keys.
  findApiKey(wanted: { accountId: string; region: string; value: string }): ApiKeyFacts | undefined {
    const { accountId, region, value } = wanted;
    // A plain hash costs a sixth of the keyed one. Only what is a key takes room here.
    const short = hash("sha256", `${this.#recentSalt}/${accountId}/${region}\n${value}`);
    const known = this.#recent.get(short);
    if (known !== undefined) return this.#keys.get(known);
    const keyed = hashApiKey(this.#hashKey, wanted);
    const facts = this.#keys.get(keyed);
    if (facts === undefined) return undefined;
    if (this.#recent.size >= recentMax) this.#recent.clear();
    this.#recent.set(short, keyed);
    return facts;
  }

  findPlan(id: string): PlanFacts | undefined {
    return this.#plans.get(id);
  }

  findAccessKey(accessKeyId: string): AccessKeyHolder | undefined {
    return this.#accessKeys.get(accessKeyId);
  }

  #learn({ id, hash: keyed, enabled, planIds, expiresAtMs, former }: FeedApiKey): void {
    this.#forget(id);
    const shared = { id, isEnabled: enabled, planIds };
    this.#keys.set(keyed, { ...shared, ...(expiresAtMs !== undefined && { endsAtMs: expiresAtMs }) });
    // A value that another key has by now is that key's.
    const isOurs = former !== undefined && !this.#keys.has(former.hash);
    if (isOurs) this.#keys.set(former.hash, { ...shared, endsAtMs: Math.min(former.untilMs, expiresAtMs ?? Infinity), isFormer: true });
    this.#hashes.set(id, isOurs ? [keyed, former.hash] : [keyed]);
  }

  #forget(id: string): void {
    for (const keyed of this.#hashes.get(id) ?? []) if (this.#keys.get(keyed)?.id === id) this.#keys.delete(keyed);
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
