#!/usr/bin/env node
// `npm run restore -- FILE [--replace]`: puts a backup in the place of an empty installation. Gatehouse has to be stopped.
import { runOnInstallation } from "./_run-on-installation.mjs";

await runOnInstallation("restore");
