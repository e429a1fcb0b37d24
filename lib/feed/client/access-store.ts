import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type AccessChanges, accessChangesSchema, type FeedApiKey } from "../access.ts";
import { writeAtomically } from "./write-atomically.ts";

const saveAfterMs = 1_000;

/** Everything that a gateway knows of keys, plans and domains, and its sealed copy on disk: it holds secrets. */
export class AccessStore {
  readonly #path: string;
  readonly #key: Buffer;
  #hashKey = "";
  readonly #keys = new Map<string, FeedApiKey>();
  #plans: AccessChanges["plans"] = [];
  #accessKeys: AccessChanges["accessKeys"] = [];
  #domains: AccessChanges["domains"] = [];
  #saving: NodeJS.Timeout | undefined;

  constructor(path: string, feedToken: string) {
    this.#path = path;
    this.#key = Buffer.from(hkdfSync("sha256", feedToken, "gatehouse", "gateway-access", 32));
  }

  /** Takes changes over; returns them with what is known of that which the console cannot read. */
  apply(told: AccessChanges): AccessChanges {
    const changes = this.#complete(told);
    if (changes.reset) this.#keys.clear();
    this.#hashKey = changes.hashKey;
    for (const key of changes.keys) this.#keys.set(key.id, key);
    for (const id of changes.goneKeys) this.#keys.delete(id);
    this.#plans = changes.plans;
    this.#accessKeys = changes.accessKeys;
    this.#domains = changes.domains;
    return changes;
  }

  #complete({ kept, ...changes }: AccessChanges): AccessChanges {
    if (kept === undefined) return changes;
    const keys = kept.keys.flatMap((id) => this.#keys.get(id) ?? []);
    const plans = this.#plans.filter(({ id }) => kept.plans.includes(id));
    const domains = this.#domains.filter(({ id }) => kept.domains.includes(id));
    return {
      ...changes,
      keys: [...changes.keys, ...keys],
      plans: [...changes.plans, ...plans],
      domains: [...changes.domains, ...domains],
    };
  }

  /** All of it, as changes for somebody who knows nothing. */
  whole(): AccessChanges {
    const [plans, accessKeys, domains] = [this.#plans, this.#accessKeys, this.#domains];
    return { reset: true, hashKey: this.#hashKey, keys: [...this.#keys.values()], goneKeys: [], plans, accessKeys, domains };
  }

  /** What the last run knew; false when there is nothing that can be read. */
  async load(): Promise<boolean> {
    try {
      const sealed = await readFile(this.#path);
      const decipher = createDecipheriv("aes-256-gcm", this.#key, sealed.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(sealed.subarray(12, 28));
      const text = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString("utf8");
      this.apply(accessChangesSchema.parse(JSON.parse(text)));
      return true;
    } catch {
      // A first start, another token, or a damaged file: the console tells it all anew.
      return false;
    }
  }

  /** Saves in a moment, together with what changes until then: there may be many keys. */
  saveSoon(onError: (error: unknown) => void): void {
    this.#saving ??= setTimeout(() => {
      this.#saving = undefined;
      this.save().catch(onError);
    }, saveAfterMs);
  }

  async save(): Promise<void> {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#key, iv);
    const bytes = Buffer.concat([cipher.update(JSON.stringify(this.whole()), "utf8"), cipher.final()]);
    await writeAtomically(this.#path, Buffer.concat([iv, cipher.getAuthTag(), bytes]));
  }
}
