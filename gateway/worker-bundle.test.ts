import { build } from "esbuild";
import { expect, test } from "vitest";

test("a worker loads no library of schemas: it would cost the start and the memory of every process", async () => {
  const { metafile } = await build({
    entryPoints: ["gateway/worker.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    metafile: true,
    external: ["undici"],
  });

  const files = Object.keys(metafile.inputs);
  expect(files).toContain("lib/gateway/serve-api.ts");
  expect(files.filter((file) => /node_modules\/(zod|@prisma|next)\//.test(file))).toEqual([]);
});
