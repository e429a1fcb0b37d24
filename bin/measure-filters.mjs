// Measures the managed rules of request filters on lists that others made: attacks that scanners send, and texts that people write.
// The lists are fetched into a temporary folder by npm and, on Debian, by apt; they are no part of this repository.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./_prepare.mjs";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-filters-"));
try {
  fetchLists();
  const detectors = await loadDetectors();
  report(detectors);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function fetchLists() {
  const inFolder = { cwd: folder, stdio: ["ignore", "ignore", "inherit"] };
  execFileSync(
    "npm",
    ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "big-list-of-naughty-strings@1.0.0"],
    inFolder,
  );
  execFileSync("apt-get", ["download", "-qq", "wfuzz", "wapiti", "fortunes"], inFolder);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".deb"))) execFileSync("dpkg-deb", ["-x", file, "."], inFolder);
}

async function loadDetectors() {
  const outfile = join(folder, "detectors.mjs");
  const contents = ["decode-text", "detect-sql", "detect-script"]
    .map((name) => `export * from "./lib/gateway/filter/${name}.ts";`)
    .join("\n");
  await build({ stdin: { contents, resolveDir: root, loader: "ts" }, bundle: true, platform: "node", format: "esm", outfile });
  const { formsOf, detectSql, detectScript } = await import(pathToFileURL(outfile).href);
  const seenBy = (detect) => (text) => formsOf(text).some((form) => detect(form) !== undefined);
  return { sql: seenBy(detectSql), script: seenBy(detectScript) };
}

function report({ sql, script }) {
  const naughty = readSections(join(folder, "node_modules/big-list-of-naughty-strings/blns.txt"));
  const injections = join(folder, "usr/share/wfuzz/wordlist/Injections");
  const payloads = join(folder, "usr/lib/python3/dist-packages/wapitiCore/data/attacks");
  count("SQL injection", sql, [
    ["wfuzz", readLines(join(injections, "SQL.txt"))],
    ["wapiti", readLines(join(payloads, "blindSQLPayloads.txt")).flatMap(fillIn)],
    ["big-list-of-naughty-strings", naughty.get("SQL Injection") ?? []],
  ]);
  count("Cross-site scripting", script, [
    ["wfuzz", readLines(join(injections, "XSS.txt"))],
    [
      "wapiti",
      readLines(join(payloads, "xssPayloads.ini"))
        .filter((line) => line.startsWith("payload = "))
        .map((line) => line.slice(10))
        .flatMap(fillIn),
    ],
    ["big-list-of-naughty-strings", naughty.get("Script Injection") ?? []],
  ]);
  const attacks = /Injection|Interpolation|CVE|File Inclusion/;
  const harmless = [
    ["fortunes", readFortunes(join(folder, "usr/share/games/fortunes"))],
    ["big-list-of-naughty-strings", [...naughty].flatMap(([title, texts]) => (attacks.test(title) ? [] : texts))],
  ];
  count("Harmless, taken for SQL injection", sql, harmless);
  count("Harmless, taken for cross-site scripting", script, harmless);
  const startedMs = performance.now();
  for (const [, texts] of harmless) for (const text of texts) [sql, script].map((isSeen) => isSeen(text));
  const kilobytes = harmless.flatMap(([, texts]) => texts).reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1_024;
  console.log(`Both rules take ${((performance.now() - startedMs) / kilobytes).toFixed(2)} ms for each KB of text.`);
}

function count(what, isSeen, lists) {
  const total = { seen: 0, all: 0 };
  for (const [name, texts] of lists) {
    const seen = texts.filter(isSeen).length;
    total.seen += seen;
    total.all += texts.length;
    console.log(`${what}, ${name}: ${seen} of ${texts.length}`);
  }
  console.log(`${what}: ${total.seen} of ${total.all}, ${((100 * total.seen) / total.all).toFixed(2)} %`);
}

function readLines(path) {
  return readFileSync(path, "latin1")
    .split("\n")
    .filter((line) => line !== "");
}

/** Fills in what the scanner fills in; lines that are the answer to a payload are none. */
function fillIn(line) {
  const places = {
    "[LF]": "\n",
    "[TAB]": "\t",
    "[FF]": "\f",
    "[TIME]": "7",
    "[VALUE]": "default",
    "[ATTR_SEP]": '" ',
    "[VALUE_SEP]": '"',
    __XSS__: "wbt3j1yx",
  };
  const text = Object.entries(places).reduce((filled, [place, value]) => filled.replaceAll(place, value), line);
  return /^\d+$/.test(text) ? [] : [text];
}

function readSections(path) {
  const sections = new Map();
  let title = "";
  let last = "";
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (/^#\t[A-Z]/.test(line) && last === "") title = line.slice(2);
    else if (line !== "" && !line.startsWith("#")) sections.set(title, [...(sections.get(title) ?? []), line]);
    last = line;
  }
  return sections;
}

function readFortunes(path) {
  const files = readdirSync(path).filter((name) => !name.includes("."));
  return files.flatMap((name) => readFileSync(join(path, name), "utf8").split("\n%\n"));
}
