#!/usr/bin/env node
// How the console feels while a tool writes 50 times a second: `node bin/bench-writes.mjs [seconds]`. Starts the product for itself.
import { prepare, requireNode } from "./_prepare.mjs";
import { runBundled } from "./_run-bundled.mjs";

requireNode();
await prepare();
await runBundled("bench-writes");
