import type { HttpPort, KeySetPort, PublicKey } from "../gateway/ports.ts";

const freshMs = 10 * 60_000;
/** Keys that could not be read anew are believed for so long: an issuer that is away must not lock everybody out at once. */
const staleMaxMs = 24 * 3_600_000;
/** A token with an unknown key id makes the set be read again, but not for every such token. */
const rereadMs = 10_000;
const timeoutMs = 5_000;
const bytesMax = 512 * 1_024;
const documentsMax = 500;

type KeySet = { keys: readonly PublicKey[] };

/** Key sets of issuers, read over HTTP and kept. */
export function createKeySetPort(http: HttpPort, clock: { monotonicMs(): number }): KeySetPort {
  const sets = new DocumentStore(clock, async (url): Promise<KeySet> => ({ keys: readKeys(await fetchJson(http, url)) }));
  const discoveries = new DocumentStore(clock, async (issuer) => readKeySetUrl(await fetchJson(http, discoveryUrl(issuer))));

  async function findKey(url: string, keyId: string | undefined): Promise<PublicKey | undefined> {
    return pick(await sets.get(url, (set) => pick(set, keyId) !== undefined), keyId);
  }

  return {
    findKey,
    async findIssuerKey(issuer, keyId) {
      return findKey(await discoveries.get(issuer, () => true), keyId);
    },
  };
}

type Kept<Value> = { value: Value; readMs: number };

/** Documents of issuers, each read by one caller for all. */
class DocumentStore<Value> {
  readonly #clock: { monotonicMs(): number };
  readonly #fetch: (name: string) => Promise<Value>;
  readonly #kept = new Map<string, Kept<Value>>();
  readonly #reading = new Map<string, Promise<Value>>();

  constructor(clock: { monotonicMs(): number }, fetch: (name: string) => Promise<Value>) {
    this.#clock = clock;
    this.#fetch = fetch;
  }

  /** The document: a fresh one that will do, else one that is read now, else an old one when there is no other. */
  async get(name: string, willDo: (value: Value) => boolean): Promise<Value> {
    const known = this.#kept.get(name);
    if (known === undefined) return this.#read(name);
    const ageMs = this.#clock.monotonicMs() - known.readMs;
    if (ageMs < (willDo(known.value) ? freshMs : rereadMs)) return known.value;
    try {
      return await this.#read(name);
    } catch (error) {
      if (ageMs > staleMaxMs) throw error;
      return known.value;
    }
  }

  #read(name: string): Promise<Value> {
    const running = this.#reading.get(name);
    if (running !== undefined) return running;
    const promise = this.#fetch(name)
      .then((value) => {
        const oldest = this.#kept.size >= documentsMax ? this.#kept.keys().next().value : undefined;
        if (oldest !== undefined) this.#kept.delete(oldest);
        this.#kept.set(name, { value, readMs: this.#clock.monotonicMs() });
        return value;
      })
      .finally(() => this.#reading.delete(name));
    this.#reading.set(name, promise);
    return promise;
  }
}

/** The key with the id; a token without one can only mean the only key. */
function pick({ keys }: KeySet, keyId: string | undefined): PublicKey | undefined {
  if (keyId !== undefined) return keys.find(({ kid }) => kid === keyId);
  return keys.length === 1 ? keys[0] : undefined;
}

function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

function readKeySetUrl(value: unknown): string {
  const url: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "jwks_uri") : undefined;
  if (typeof url !== "string" || !/^https?:/.test(url) || !URL.canParse(url)) throw new Error("The issuer does not say where its keys are");
  return url;
}

async function fetchJson(http: HttpPort, url: string): Promise<unknown> {
  const { origin, pathname, search } = new URL(url);
  const answer = await http.send({
    method: "GET",
    origin,
    path: pathname + search,
    headers: ["Accept", "application/json"],
    body: undefined,
    timeoutMs,
    skipsCertificateCheck: false,
    caller: { isGone: false, onGone: () => undefined },
  });
  const text = (await answer.body.collect(bytesMax)).toString("utf8");
  if (answer.status !== 200) throw new Error(`The key set answered ${answer.status}`);
  return JSON.parse(text);
}

const keysMax = 200;

// By hand: a schema would cost the start of every worker.
function readKeys(value: unknown): PublicKey[] {
  const keys: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "keys") : undefined;
  if (!Array.isArray(keys)) throw new Error("The key set has no keys");
  return keys.slice(0, keysMax).filter(isPublicKey);
}

function isPublicKey(value: unknown): value is PublicKey {
  if (typeof value !== "object" || value === null) return false;
  const keyId: unknown = Reflect.get(value, "kid");
  return typeof Reflect.get(value, "kty") === "string" && (keyId === undefined || typeof keyId === "string");
}
