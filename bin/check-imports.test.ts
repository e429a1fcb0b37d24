import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
// The check is plain JavaScript.
import { violationsOf } from "./check-imports.mjs";

const run = promisify(execFile);

test.each([
  { file: "lib/vtl/a.ts", source: 'import { b } from "@/lib/db/database";', found: "lib/vtl may not import lib/db" },
  { file: "lib/gateway/a.ts", source: 'import { b } from "../services/scope.ts";', found: "lib/gateway may not import lib/services" },
  { file: "lib/base/a.ts", source: 'export { b } from "../wire/door.ts";', found: "lib/base may not import lib/wire" },
  { file: "components/a.tsx", source: 'const b = import("@/lib/services/stages");', found: "components may not import lib/services" },
  { file: "gateway/a.ts", source: 'import type { Database } from "../lib/db/database.ts";', found: "gateway may not import lib/db" },
  { file: "lib/jsonpath/a.ts", source: 'import { join } from "node:path";', found: "runs in the browser too and may not import node:path" },
])("$file with $source is found", ({ file, source, found }) => {
  expect(violationsOf(file, source)).toEqual([expect.stringContaining(found)]);
});

test.each([
  { file: "components/a.tsx", source: 'import type { Stage } from "@/lib/services/stages";' },
  { file: "lib/services/a.ts", source: 'import { b } from "../db/database.ts";' },
  { file: "lib/services/a.test.ts", source: 'import { b } from "../wire/door.ts";' },
])("$file with $source is allowed", ({ file, source }) => {
  expect(violationsOf(file, source)).toEqual([]);
});

test("a cycle is found", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-cycle-"));
  await cp("biome.json", join(folder, "biome.json"));
  await writeFile(join(folder, "first.ts"), 'import { second } from "./second.ts";\n\nexport const first = () => second();\n');
  await writeFile(join(folder, "second.ts"), 'import { first } from "./first.ts";\n\nexport const second = () => first();\n');

  const check = run(process.execPath, [resolve("node_modules/@biomejs/biome/bin/biome"), "lint", "."], { cwd: folder });

  await expect(check).rejects.toMatchObject({ stderr: expect.stringContaining("noImportCycles") });
  await rm(folder, { recursive: true });
});
