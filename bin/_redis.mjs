// A private Redis for tests: an installed server, or the one that apt brings, on a free port and with nothing on disk.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { run } from "./_prepare.mjs";

function findProgram() {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "redis-server"))
    .find((file) => existsSync(file));
}

async function requireProgram() {
  const found = findProgram();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stdout.write("Installing Redis ...\n");
    // Its package would start a server of its own.
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
    await run("apt-get", ["update", "-qq"], { what: "apt-get update", env });
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "redis-server"], {
      what: "apt-get install redis-server",
      env,
    });
    const installed = findProgram();
    if (installed) return installed;
  }
  throw new Error("The tests of limits that several nodes share need Redis (Debian: apt-get install redis-server).");
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const startDeadlineMs = 10_000;

/** A running server, and how to end it; it takes no connections any more when that is done. */
export async function startRedis(port) {
  const program = await requireProgram();
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  await untilReady(server);
  const stop = async () => {
    server.kill("SIGKILL");
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, stop };
}

function untilReady(server) {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`Redis is not ready within ${startDeadlineMs} ms.\n${text}`)), startDeadlineMs);
    server.once("exit", () => reject(new Error(`Redis ended.\n${text}`)));
    server.stdout.on("data", (chunk) => {
      text += chunk;
      if (!text.includes("Ready to accept connections")) return;
      clearTimeout(timer);
      resolve();
    });
  });
}
