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

test("an issuer says where its keys are, and is asked that once", async () => {
  const asked: string[] = [];
  const { http } = fakePorts((call) => {
    asked.push(call.origin + call.path);
    const isDiscovery = call.path.endsWith("/openid-configuration");
    return { body: JSON.stringify(isDiscovery ? { jwks_uri: "https://keys.example/all" } : { keys: [{ kty: "RSA", kid: "a" }] }) };
  });
  const port = createKeySetPort(http, { monotonicMs: () => 0 });

  const found = [
    await port.findIssuerKey("https://issuer.example/pool/", "a"),
    await port.findIssuerKey("https://issuer.example/pool/", "a"),
  ];

  expect(found.map((key) => key?.kid)).toEqual(["a", "a"]);
  expect(asked).toEqual(["https://issuer.example/pool/.well-known/openid-configuration", "https://keys.example/all"]);
});

test("an issuer that does not say where its keys are is an error", async () => {
  const { http } = fakePorts(() => ({ body: '{"jwks_uri": "file:///etc/passwd"}' }));

  const finding = createKeySetPort(http, { monotonicMs: () => 0 }).findIssuerKey("https://issuer.example", "a");

  await expect(finding).rejects.toThrow("does not say");
});

test("an issuer that never answered is an error", async () => {
  const { state, find } = issuer();
  state.isAway = true;

  await expect(find("a")).rejects.toThrow("503");
});
