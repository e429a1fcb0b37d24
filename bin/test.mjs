// `npm test`: everything that has to hold before a change lands. `npm test -- lib/vtl` runs the tests of a part.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireBrowser } from "./_browser.mjs";
import { startPostgresql } from "./_postgresql.mjs";
import { generateDatabaseClient, installDependencies, prepare, requireNode, run, toolEnvironment } from "./_prepare.mjs";

requireNode();
const parts = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), "gatehouse-test-"));
const totals = { passed: 0, failed: 0 };
const node = process.execPath;
const bin = (path) => `node_modules/${path}`;

/** One check that passes or fails as a whole. */
async function check(name, args) {
  const startedAt = performance.now();
  try {
    await run(node, args, { what: name });
    totals.passed += 1;
    console.log(`ok    ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  } catch (error) {
    totals.failed += 1;
    console.error(`FAIL  ${name}\n${error.message}`);
  }
}

/** A test runner that writes how many tests passed and failed. */
async function suite(name, args, { env = {}, read }) {
  const file = join(reports, `${name}.json`);
  const failure = await run(node, args(file), { what: name, show: true, env: { ...toolEnvironment, ...env } }).then(
    () => undefined,
    (error) => error,
  );
  let counted;
  try {
    counted = read(JSON.parse(readFileSync(file, "utf8")), file);
  } catch (error) {
    console.error(`${name} left no report: ${error.message}`);
    counted = { passed: 0, failed: 1 };
  }
  if (failure && counted.failed === 0) counted.failed = 1;
  totals.passed += counted.passed;
  totals.failed += counted.failed;
}

const vitest = (name, paths, env = {}) =>
  suite(name, (file) => [bin("vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...paths], {
    env,
    read: (report) => ({
      passed: report.numPassedTests,
      failed:
        report.numFailedTests + report.testResults.filter((each) => each.status === "failed" && each.assertionResults.length === 0).length,
    }),
  });

// Tests that start processes measure times, so nothing runs beside them.
const processes = ["tests/processes", "tests/newcomer", "tests/gateway"];

async function onPostgresql() {
  const { TEST_DATABASE_URL: given } = process.env;
  const server = given ? { url: given, stop: async () => undefined } : await startPostgresql();
  try {
    await vitest("postgresql", ["tests/services", "tests/wire"], { TEST_DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

/** Goes on with the rest when a part cannot even start. */
async function part(run) {
  try {
    await run();
  } catch (error) {
    console.error(error.message);
    totals.failed += 1;
  }
}

async function journeys() {
  await prepare();
  const browser = await requireBrowser();
  await suite(
    "journeys",
    () => [bin("@playwright/test/cli.js"), "test", "--reporter=list,json,./e2e/support/interactions.ts,./e2e/support/screens.ts"],
    {
      env: { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, "journeys.json") },
      read: ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected + stats.skipped }),
    },
  );
}

async function everything() {
  await check("format and lint", [bin("@biomejs/biome/bin/biome"), "ci", "--error-on-warnings", "."]);
  await check("import directions", ["bin/check-imports.mjs"]);
  await check("generated files are up to date", ["bin/generate", "wire", "--check"]);
  await check("types", [bin("typescript/bin/tsc"), "-p", "."]);
  await part(() =>
    vitest(
      "vitest",
      processes.flatMap((folder) => ["--exclude", `${folder}/**`]),
      { TEST_DATABASE_URL: undefined },
    ),
  );
  await part(onPostgresql);
  await part(async () => {
    await prepare();
    await vitest("processes", [...processes, "--no-file-parallelism"]);
  });
  await part(journeys);
}

try {
  await installDependencies();
  await generateDatabaseClient();
  if (parts.length === 0) await everything();
  else if (parts.some((part) => part.startsWith("e2e"))) await journeys();
  else await vitest("vitest", parts);
} catch (error) {
  console.error(error.message);
  totals.failed += 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
