import type { HttpPort, KeySetPort, PublicKey } from "../gateway/ports.ts";

const freshMs = 10 * 60_000;
/** Keys that could not be read anew are believed for so long: an issuer that is away must not lock everybody out at once. */
const staleMaxMs = 24 * 3_600_000;
/** A token with an unknown key id makes the set be read again, but not for every such token. */
const rereadMs = 10_000;
const timeoutMs = 5_000;
const bytesMax = 512 * 1_024;
const setsMax = 500;

type KeySet = { keys: readonly PublicKey[]; readMs: number };

/** Key sets of issuers, read over HTTP and kept. */
export function createKeySetPort(http: HttpPort, clock: { monotonicMs(): number }): KeySetPort {
  const sets = new Map<string, KeySet>();
  const reading = new Map<string, Promise<KeySet>>();

  function read(url: string): Promise<KeySet> {
    const running = reading.get(url);
    if (running !== undefined) return running;
    const promise = fetchKeys(http, url)
      .then((keys) => {
        const set = { keys, readMs: clock.monotonicMs() };
        const oldest = sets.size >= setsMax ? sets.keys().next().value : undefined;
        if (oldest !== undefined) sets.delete(oldest);
        sets.set(url, set);
        return set;
      })
      .finally(() => reading.delete(url));
    reading.set(url, promise);
    return promise;
  }

  return {
    async findKey(url, keyId) {
      const known = sets.get(url);
      const ageMs = known === undefined ? Number.POSITIVE_INFINITY : clock.monotonicMs() - known.readMs;
      const found = known && pick(known, keyId);
      if (found !== undefined && ageMs < freshMs) return found;
      if (known !== undefined && found === undefined && ageMs < rereadMs) return undefined;
      try {
        return pick(await read(url), keyId);
      } catch (error) {
        if (known === undefined || ageMs > staleMaxMs) throw error;
        return found;
      }
    },
  };
}

/** The key with the id; a token without one can only mean the only key. */
function pick({ keys }: KeySet, keyId: string | undefined): PublicKey | undefined {
  if (keyId !== undefined) return keys.find(({ kid }) => kid === keyId);
  return keys.length === 1 ? keys[0] : undefined;
}

async function fetchKeys(http: HttpPort, url: string): Promise<readonly PublicKey[]> {
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
  return readKeys(JSON.parse(text));
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
