#!/usr/bin/env node
// Many open WebSocket connections: `node bin/bench-sockets.mjs [connections]`. Starts the product for itself.
import { prepare, requireNode } from "./_prepare.mjs";
import { runBundled } from "./_run-bundled.mjs";

requireNode();
await prepare();
await runBundled("bench-sockets");
