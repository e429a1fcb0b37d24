#!/usr/bin/env node
// Renders one typical request over and over, with our engine and with velocityjs in the same run; prints renders per second and the ratio.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import velocityjs from "velocityjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const recorded = join(root, "../shared/vtl/typical-request.json");
const request = JSON.parse(
  readFileSync(process.argv[2] ?? (existsSync(recorded) ? recorded : join(root, "tests/vtl/invoice-request.json")), "utf8"),
);
const outfile = join(root, ".cache/bench-vtl.mjs");
mkdirSync(dirname(outfile), { recursive: true });
await build({
  entryPoints: [join(root, "lib/vtl/template.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  outfile,
  logLevel: "error",
});
const { compileTemplate } = await import(pathToFileURL(outfile).href);

const template = compileTemplate(request.template);
const renderOurs = () =>
  template.render({
    body: request.input,
    params: { path: request.path, querystring: request.query, header: request.headers },
    context: request.context,
    stageVariables: request.stageVariables,
  }).output;

const tree = velocityjs.parse(request.template);
const withMethods = (record) => ({ ...record, keySet: () => Object.keys(record), get: (key) => record[key] });
const renderTheirs = () => {
  const body = JSON.parse(request.input);
  const params = { path: withMethods(request.path), querystring: withMethods(request.query), header: withMethods(request.headers) };
  const find = (name) => request.path[name] ?? request.query[name] ?? request.headers[name];
  const select = (path) =>
    path
      .split(".")
      .slice(1)
      .reduce((value, key) => value?.[key], body);
  return new velocityjs.Compile(tree).render({
    input: {
      path: select,
      json: (path) => JSON.stringify(select(path)),
      params: (name) => (name === undefined ? params : find(name)),
      body: request.input,
    },
    util: { escapeJavaScript: (text) => JSON.stringify(text).slice(1, -1), base64Encode: (text) => Buffer.from(text).toString("base64") },
    context: request.context,
    stageVariables: request.stageVariables,
  });
};

function measure(render, milliseconds) {
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < milliseconds) {
    for (let turn = 0; turn < 20; turn++) render();
    count += 20;
  }
  return (count / (performance.now() - started)) * 1000;
}

const engines = { gatehouse: renderOurs, velocityjs: renderTheirs };
for (const render of Object.values(engines)) measure(render, 500);
// Turns alternate so that noise of the machine meets both.
const best = { gatehouse: 0, velocityjs: 0 };
for (let round = 0; round < 5; round++) {
  for (const [name, render] of Object.entries(engines)) best[name] = Math.max(best[name], measure(render, 400));
}
console.log(
  JSON.stringify({
    ...Object.fromEntries(Object.entries(best).map(([name, rate]) => [name, Math.round(rate)])),
    ratio: Number((best.gatehouse / best.velocityjs).toFixed(2)),
  }),
);
