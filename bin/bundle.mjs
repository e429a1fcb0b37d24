// Bundles the gateway into dist/gateway.mjs, so that every supported Node runs it, and the check of the environment for the
// supervisor. With --watch it also runs the bundle and starts it again after each change.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { build, context } from "esbuild";

const outfile = "dist/gateway.mjs";

const options = {
  entryPoints: { gateway: "gateway/main.ts", environment: "lib/base/environment.ts" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  // Primary and workers load their own parts only. Every part is loaded at the start, so a later build may replace them.
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  // Every process of the gateway reads the map when it starts; the sources themselves are not needed to name a line.
  sourcesContent: false,
  minifyWhitespace: true,
  // Faster parts that the WebSocket package takes when they are there.
  external: ["bufferutil", "utf-8-validate"],
  legalComments: "none",
  logLevel: "warning",
  // Packages in the older module format look for these.
  banner: { js: 'import { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);' },
};

// One text without parts: every worker reads it when it starts, and starts a thread with it when one is needed.
const thread = {
  entryPoints: { "body-thread": "gateway/bodies/body-thread.ts" },
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
};

rmSync("dist/chunks", { recursive: true, force: true });
if (process.argv.includes("--watch")) await watch();
else await Promise.all([build(thread), build(options)]);

async function watch() {
  let running;
  let isEnding = false;
  const restart = () => {
    const former = running;
    running = undefined;
    if (former === undefined) run();
    else {
      former.once("exit", run);
      former.kill("SIGTERM");
    }
  };
  const run = () => {
    if (isEnding) return;
    running = spawn(process.execPath, ["--enable-source-maps", outfile], { stdio: "inherit" });
  };
  const plugin = {
    name: "restart",
    setup: (setup) =>
      setup.onEnd(({ errors }) => {
        if (errors.length === 0) restart();
      }),
  };
  await build(thread);
  const threads = await context(thread);
  const watching = await context({ ...options, plugins: [plugin] });
  await Promise.all([threads.watch(), watching.watch()]);
  for (const signal of ["SIGTERM", "SIGINT"]) {
    process.once(signal, async () => {
      isEnding = true;
      await Promise.all([threads.dispose(), watching.dispose()]);
      if (running === undefined) process.exit(0);
      running.once("exit", () => process.exit(0));
      running.kill("SIGTERM");
    });
  }
}
