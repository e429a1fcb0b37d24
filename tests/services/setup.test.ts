import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { GET as health } from "@/app/api/health/route.ts";
import { POST } from "@/app/api/setup/route.ts";
import { getRuntime } from "@/lib/services/runtime.ts";

let folder: string;
const token = "the-token-of-the-link";
const owner = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-setup-"));
  vi.stubEnv("DATA_DIR", folder);
  vi.stubEnv("DATABASE_URL", "");
  await writeFile(join(folder, "setup-token"), token);
});
afterAll(async () => {
  await (await getRuntime()).close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function setUp(body: object, headers: Record<string, string> = {}): Promise<number> {
  const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
  return (await POST(new Request("http://localhost:3000/api/setup", init))).status;
}

test("the first-run link makes one owner, however often it is used", async () => {
  const refused = [
    await setUp({ ...owner, token: "another" }),
    await setUp({ ...owner, token: "" }),
    await setUp({ ...owner, token, password: "short" }),
    await setUp({ ...owner, token, name: "x".repeat(20_000) }),
    await setUp({ ...owner, token }, { "sec-fetch-site": "cross-site" }),
  ];
  const together = await Promise.all(["a", "b", "c"].map((name) => setUp({ ...owner, email: `${name}@example.com`, token })));

  expect(refused).toEqual([403, 403, 400, 413, 403]);
  expect(together.sort()).toEqual([200, 403, 403]);
  expect(existsSync(join(folder, "setup-token"))).toBe(false);
});

test("a token that the supervisor makes again opens nothing once there is an owner", async () => {
  await writeFile(join(folder, "setup-token"), token);

  expect(await setUp({ ...owner, email: "eve@example.com", token })).toBe(403);
  expect(await (await getRuntime()).db.reader.user.count()).toBe(1);
});

test("health says whether it works, and nothing about why not", async () => {
  const { db } = await getRuntime();
  const find = vi.spyOn(db.reader.user, "findFirst").mockRejectedValue(new Error("postgresql://user:password@host refused"));
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);

  const response = await health();
  const text = await response.text();
  find.mockRestore();
  written.mockRestore();

  expect([response.status, text]).toEqual([503, '{"status":"unavailable","reason":"The database does not answer."}']);
});
