// Runs a TypeScript program of this folder on every supported Node: bundled anew each time, which takes a tenth of a second.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./_prepare.mjs";

export async function runBundled(name) {
  const { build } = await import("esbuild");
  const folder = join(root, ".cache", "programs");
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}.${process.pid}.mjs`);
  const entryPoints = [join(root, "bin", `${name}.ts`)];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  try {
    await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}
