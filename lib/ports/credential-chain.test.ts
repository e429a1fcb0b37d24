import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAwsPort } from "./aws-port.ts";
import { askChain, type Lent, namesCredentials } from "./credential-chain.ts";

const now = Date.UTC(2026, 10, 21, 12);
const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test.each([
  { variables: {}, named: false },
  { variables: { AWS_PROFILE: "work" }, named: true },
  { variables: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials" }, named: true },
  { variables: { AWS_WEB_IDENTITY_TOKEN_FILE: "/token" }, named: true },
  { variables: { AWS_EC2_METADATA_DISABLED: "false" }, named: true },
  { variables: { AWS_EC2_METADATA_DISABLED: "true", HOME: "/nowhere" }, named: false },
])("$variables name a source of credentials: $named", ({ variables, named }) => {
  expect(namesCredentials(variables)).toBe(named);
});

/** A port whose source lends the given answers by turns. */
function lending(...answers: (Lent | Error)[]) {
  const troubles: string[] = [];
  const ask = vi.fn(async () => {
    const answer = answers.shift();
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error("nothing more");
    return answer;
  });
  return { port: createAwsPort({ AWS_PROFILE: "work" }, (message) => void troubles.push(message), ask), ask, troubles };
}

const lent = (name: string, minutes: number): Lent => ({
  accessKeyId: name,
  secretAccessKey: "s",
  sessionToken: "t",
  expiration: new Date(now + minutes * minute),
});

test("credentials that end are asked for again before they do, and the old ones serve while that fails", async () => {
  const { port, ask, troubles } = lending(lent("first", 60), new Error("the network is down"), lent("second", 120));
  expect(port.credentials()).toBeUndefined();
  await port.ready;
  expect(port.credentials()).toEqual({ accessKeyId: "first", secretAccessKey: "s", sessionToken: "t" });

  await vi.advanceTimersByTimeAsync(54 * minute);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(minute);
  expect(troubles).toEqual(["No credentials for AWS: the network is down"]);
  expect(port.credentials()).toMatchObject({ accessKeyId: "first" });
  await vi.advanceTimersByTimeAsync(minute);
  expect(port.credentials()).toMatchObject({ accessKeyId: "second" });
  port.close();
  await vi.advanceTimersByTimeAsync(120 * minute);
  expect(ask).toHaveBeenCalledTimes(3);
});

test("the two variables come before any other source", async () => {
  const ask = vi.fn(() => Promise.reject(new Error("never asked")));
  const port = createAwsPort({ AWS_PROFILE: "work", AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "s" }, undefined, ask);
  await port.ready;

  expect(port.credentials()).toEqual({ accessKeyId: "AKIA", secretAccessKey: "s" });
  expect(ask).not.toHaveBeenCalled();
});

test("a profile of the shared file is found", async () => {
  vi.useRealTimers();
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-aws-"));
  const file = join(folder, "credentials");
  await writeFile(file, "[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = from-the-file\n");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", file);
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_PROFILE", "work");
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);

  expect(namesCredentials({ AWS_SHARED_CREDENTIALS_FILE: file })).toBe(true);
  expect(await askChain()).toMatchObject({ accessKeyId: "AKIAWORK", secretAccessKey: "from-the-file" });
  await rm(folder, { recursive: true });
});
