#!/usr/bin/env node
// Whether the gateway keeps what it should let go: `npm run bench:memory -- [--minutes 15] [--faults 100000]`. Starts a gateway for itself.
import { requireNode } from "./_prepare.mjs";
import { runBundled } from "./_run-bundled.mjs";

requireNode();
await runBundled("bench-memory");
