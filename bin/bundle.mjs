// Bundles the gateway into dist/gateway.mjs, so that every supported Node runs it, and the check of the environment for the supervisor. With --watch it also runs the bundle and starts it
// again after each change.
import { spawn } from "node:child_process";
import { build, context } from "esbuild";

const outfile = "dist/gateway.mjs";

const options = {
  entryPoints: ["gateway/main.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  legalComments: "none",
  logLevel: "warning",
  // Packages in the older module format look for these.
  banner: { js: 'import { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);' },
};

if (process.argv.includes("--watch")) await watch();
else await Promise.all([build(options), build({ ...options, entryPoints: ["lib/base/environment.ts"], outfile: "dist/environment.mjs" })]);

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
  const watching = await context({ ...options, plugins: [plugin] });
  await watching.watch();
  for (const signal of ["SIGTERM", "SIGINT"]) {
    process.once(signal, async () => {
      isEnding = true;
      await watching.dispose();
      if (running === undefined) process.exit(0);
      running.once("exit", () => process.exit(0));
      running.kill("SIGTERM");
    });
  }
}
