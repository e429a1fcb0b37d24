// Finds a Chromium for the browser tests, or installs one with what the machine offers.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./_prepare.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

function onPath(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch (error) {
      if (error.code !== "ENOENT" && error.code !== "EACCES" && error.code !== "ENOTDIR") throw error;
    }
  }
  return undefined;
}

const find = () => process.env.CHROMIUM_PATH || names.map(onPath).find((file) => file !== undefined);

/** Path of a browser; throws with an instruction when there is none and none can be installed. */
export async function requireBrowser() {
  const found = find();
  if (found) return found;
  if (onPath("apt-get") && process.getuid?.() === 0) {
    process.stdout.write("Installing Chromium ...\n");
    await run("apt-get", ["update", "-qq"], { what: "apt-get update" });
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      what: "apt-get install chromium",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    const installed = find();
    if (installed) return installed;
  }
  throw new Error(
    "The browser tests need Chromium. Install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to a Chrome or Chromium.",
  );
}
