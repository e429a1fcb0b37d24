import { expect, test } from "vitest";
import { fakePorts } from "../gateway/testing/fake-ports.ts";
import { createKeySetPort } from "./key-set-port.ts";

/** An issuer with keys that can change, or be away. */
function issuer(...keyIds: string[]) {
  const state = { keyIds, isAway: false, reads: 0, nowMs: 0 };
  const { http } = fakePorts(() => {
    state.reads++;
    const keys = state.keyIds.map((kid) => ({ kty: "RSA", kid }));
    return state.isAway ? { status: 503, body: "" } : { body: JSON.stringify({ keys: [...keys, "no key"] }) };
  });
  const port = createKeySetPort(http, { monotonicMs: () => state.nowMs });
  return { state, find: (keyId?: string) => port.findKey("https://issuer.example/jwks.json", keyId) };
}

test("keys are read once, also by callers that come together", async () => {
  const { state, find } = issuer("a", "b");

  const [a, b, none] = await Promise.all([find("a"), find("b"), find()]);

  expect([a?.kid, b?.kid, none]).toEqual(["a", "b", undefined]);
  expect(state.reads).toBe(1);
});

test("a token without a key id means the only key", async () => {
  expect((await issuer("a").find())?.kid).toBe("a");
});

test("an unknown key id makes the set be read again, but not for every token", async () => {
  const { state, find } = issuer("a");
  await find("a");
  state.keyIds = ["a", "new"];

  expect(await find("new")).toBeUndefined();
  state.nowMs = 10_001;
  expect((await find("new"))?.kid).toBe("new");
  expect(state.reads).toBe(2);
});

test("a key that is gone is believed for ten minutes at most, and while the issuer is away for a day", async () => {
  const { state, find } = issuer("a");
  await find("a");
  state.nowMs = 11 * 60_000;
  state.isAway = true;
  expect((await find("a"))?.kid).toBe("a");
  state.nowMs = 25 * 3_600_000;
  await expect(find("a")).rejects.toThrow("The key set answered 503");
  state.isAway = false;
  state.keyIds = ["b"];
  expect(await find("a")).toBeUndefined();
});

test("an issuer that never answered is an error", async () => {
  const { state, find } = issuer();
  state.isAway = true;

  await expect(find("a")).rejects.toThrow("503");
});
