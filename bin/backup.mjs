#!/usr/bin/env node
// `npm run backup -- FILE [--without-logs]`: everything that the installation keeps as one file, asked of the running console.
import { runOnInstallation } from "./_run-on-installation.mjs";

await runOnInstallation("backup");
