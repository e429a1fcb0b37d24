// `npm run seed`: the example API, a key, a plan and some traffic, made over the AWS endpoint of a running Gatehouse.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { installDependencies, requireNode, root } from "./_prepare.mjs";
import { runBundled } from "./_run-bundled.mjs";

requireNode();
if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
await installDependencies();
await runBundled("seed");
