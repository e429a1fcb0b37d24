// Holds the import table of docs/architecture.md against the code: which room may import which. Cycles are Biome's part.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./_prepare.mjs";

const languages = ["lib/policy", "lib/vtl", "lib/jsonpath", "lib/jsonschema", "lib/regex", "lib/expressions"];
const algorithms = [...languages, "lib/sigv4"];

/** Room to the rooms it may import, besides itself. `type:` allows type-only imports. */
export const table = {
  app: ["components", "lib/services", "lib/auth", "lib/client", "lib/definition", "lib/base"],
  "app/aws": ["lib/wire", "lib/services"],
  "app/feed": ["lib/feed", "lib/services"],
  components: ["lib/client", "lib/definition", "lib/base", "lib/lint", ...languages, "type:lib/services"],
  gateway: ["lib/gateway", "lib/ports", "lib/definition", "lib/feed", "lib/base"],
  "lib/base": [],
  "lib/jsonpath": ["lib/base", "lib/regex"],
  "lib/regex": ["lib/base"],
  "lib/vtl": ["lib/base", "lib/jsonpath", "lib/regex"],
  "lib/jsonschema": ["lib/base", "lib/jsonpath", "lib/regex"],
  "lib/expressions": ["lib/base", "lib/jsonpath"],
  "lib/policy": ["lib/base"],
  "lib/sigv4": ["lib/base"],
  "lib/definition": ["lib/base"],
  "lib/gateway": ["lib/base", "lib/definition", ...algorithms],
  "lib/ports": ["lib/base", "lib/gateway", "lib/sigv4"],
  "lib/services": [
    "lib/base",
    "lib/definition",
    "lib/db",
    "lib/auth",
    "lib/feed",
    "lib/gateway",
    "lib/ports",
    ...languages,
    "lib/openapi",
    "lib/cloudformation",
    "lib/copy-as",
    "lib/sdk",
    "lib/lint",
  ],
  "lib/wire": ["lib/base", "lib/definition", "lib/sigv4", "lib/auth", "lib/services"],
  "lib/openapi": ["lib/base", "lib/definition"],
  "lib/cloudformation": ["lib/base", "lib/definition", "lib/regex"],
  "lib/copy-as": ["lib/base", "lib/definition"],
  "lib/sdk": ["lib/base", "lib/definition"],
  "lib/lint": ["lib/base", "lib/definition", ...languages],
  "lib/db": ["lib/base"],
  "lib/feed": ["lib/base", "lib/definition", "lib/db"],
  "lib/auth": ["lib/base", "lib/db"],
  "lib/client": ["lib/base", "lib/definition"],
};

/** Rooms that may import anything: tests, tools and the process entry of the console. */
const free = ["tests", "e2e", "bin", "prisma"];
const browserRooms = languages;

const rooms = Object.keys(table).sort((a, b) => b.length - a.length);
export const roomOf = (file) => rooms.find((room) => file === room || file.startsWith(`${room}/`));

const statement = /(?:^|\n)\s*(import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/g;

export function importsOf(source) {
  return [...source.matchAll(statement)].map(([, , isType, from, dynamic]) => ({
    specifier: from ?? dynamic,
    typeOnly: isType !== undefined,
  }));
}

/** A sentence for each import of `file` that the table does not allow. */
export function violationsOf(file, source) {
  const room = roomOf(file);
  if (room === undefined || /\.test\.tsx?$/.test(file)) return [];
  const found = [];
  for (const { specifier, typeOnly } of importsOf(source)) {
    if (specifier.startsWith("node:") && browserRooms.includes(room))
      found.push(`${file}: ${room} runs in the browser too and may not import ${specifier}`);
    const target = specifier.startsWith("@/")
      ? specifier.slice(2)
      : specifier.startsWith(".")
        ? relative(root, join(root, dirname(file), specifier))
        : undefined;
    if (target === undefined) continue;
    const targetRoom = roomOf(target);
    if (targetRoom === undefined || targetRoom === room || target.startsWith("app/_")) continue;
    const allowed = table[room].includes(targetRoom) || (typeOnly && table[room].includes(`type:${targetRoom}`));
    if (!allowed) found.push(`${file}: ${room} may not import ${targetRoom} (${specifier})`);
  }
  return found;
}

function* sourceFiles(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "generated") yield* sourceFiles(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

function main() {
  const files = ["app", "components", "gateway", "lib"].flatMap((folder) => [...sourceFiles(folder)]);
  const homeless = files.filter((file) => roomOf(file) === undefined && !free.some((room) => file.startsWith(`${room}/`)));
  const violations = [
    ...files.flatMap((file) => violationsOf(file, readFileSync(join(root, file), "utf8"))),
    ...homeless.map((file) => `${file}: is in no room of the table`),
  ];
  for (const violation of violations) console.error(violation);
  console.log(`${files.length} files checked, ${violations.length} imports against the table`);
  // A check that looked at nothing proves nothing.
  process.exitCode = violations.length > 0 || files.length < 50 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
