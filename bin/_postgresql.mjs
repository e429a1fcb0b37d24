// A private PostgreSQL for tests: an installed server's programs, or those that apt brings, on a free port with its data in a temporary folder.
import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { run } from "./_prepare.mjs";

const debianFolder = "/usr/lib/postgresql";

/** Folder of `initdb` and `postgres`; the newest version of several. */
function findPrograms() {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debianFolder, version, "bin")), ...(process.env.PATH ?? "").split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

async function requirePrograms() {
  const found = findPrograms();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stdout.write("Installing PostgreSQL ...\n");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-qq"], { what: "apt-get update", env });
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "postgresql"], { what: "apt-get install postgresql", env });
    const installed = findPrograms();
    if (installed) return installed;
  }
  throw new Error(
    "The tests of the services run on PostgreSQL too. Install its server (Debian: apt-get install postgresql), or set TEST_DATABASE_URL to one.",
  );
}

/** The server refuses to run as root. */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const startDeadlineMs = 30_000;

/** Address of a running server, and how to end it. */
export async function startPostgresql() {
  const programs = await requirePrograms();
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-postgresql-"));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const initArgs = ["-D", data, "-U", "gatehouse", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"];
  execFileSync(join(programs, "initdb"), initArgs, { ...user, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const port = await freePort();
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: folder, fsync: "off", max_connections: "200" };
  const args = ["-D", data, "-p", String(port), ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const server = spawn(join(programs, "postgres"), args, { ...user, cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  await untilReady(server);
  const stop = async () => {
    // Fast shutdown: connections are closed, data is thrown away anyhow.
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `postgresql://gatehouse@127.0.0.1:${port}/postgres`, stop };
}

function untilReady(server) {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`PostgreSQL is not ready within ${startDeadlineMs} ms.\n${text}`)), startDeadlineMs);
    server.once("exit", () => reject(new Error(`PostgreSQL ended.\n${text}`)));
    server.stderr.on("data", (chunk) => {
      text += chunk;
      if (!text.includes("ready to accept connections")) return;
      clearTimeout(timer);
      resolve();
    });
  });
}
