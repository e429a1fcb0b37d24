import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

const services = [
  { version: "v1", package: "@aws-sdk/client-api-gateway" },
  { version: "v2", package: "@aws-sdk/client-apigatewayv2" },
];

const folder = "lib/wire/generated";

/** Makes lib/wire/generated: what the schemas and types of the AWS SDK say about every operation; and the list of what is refused. */
export async function generateWire() {
  await mkdir(join(root, folder), { recursive: true });
  for (const { path, text } of await makeFiles()) await writeFile(join(root, path), text);
}

/** Throws when a file is not what would be made now. */
export async function checkWire() {
  const isStale = async ({ path, text }) => (await readFile(join(root, path), "utf8").catch(() => "")) !== text;
  const files = await makeFiles();
  const stale = (await Promise.all(files.map(isStale))).flatMap((is, index) => (is ? files[index].path : []));
  if (stale.length > 0) throw new Error(`Run bin/generate wire: ${stale.join(", ")} would change.`);
}

async function makeFiles() {
  const files = [];
  const counts = {};
  for (const service of services) {
    const sdk = dirname(require.resolve(`${service.package}/package.json`));
    const schemas = await import(service.package);
    const enums = readEnums(await readFile(join(sdk, "dist-types/models/enums.d.ts"), "utf8"));
    const links = readEnumLinks(await readFile(join(sdk, "dist-types/models/models_0.d.ts"), "utf8"), enums);
    const table = buildTable(Object.values(schemas), enums, links);
    counts[service.version] = Object.keys(table.operations).length;
    files.push({ path: `${folder}/${service.version}.json`, text: `${JSON.stringify(table, null, 1)}\n` });
    files.push({ path: `${folder}/${service.version}.ts`, text: typesFile(service, table) });
  }
  files.push({ path: "docs/refused-operations.md", text: refusedPage(counts, await readRefused()) });
  return files;
}

async function readRefused() {
  return JSON.parse(await readFile(join(root, "lib/wire/operations/refused.json"), "utf8"));
}

/** What clients of the AWS endpoint cannot do, from the table that refuses it. */
function refusedPage(counts, { v2, parts }) {
  const rows = [...Object.entries(v2), ...parts.map(({ call, reason }) => [call, reason])];
  const served = counts.v2 - Object.keys(v2).length;
  return `# What the AWS endpoint refuses

Made by \`bin/generate wire\` from \`lib/wire/operations/refused.json\`. All ${counts.v1} operations of the first API (\`apigateway\`) are served, and
${served} of the ${counts.v2} of the second (\`apigatewayv2\`). The others answer \`BadRequestException\` with the reason:

| operation | reason |
|---|---|
${rows.map(([name, reason]) => `| ${name} | ${reason} |`).join("\n")}
`;
}

const kinds = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "timestamp",
  5: "timestamp",
  7: "timestamp",
  15: "document",
  21: "blob",
  42: "blob",
};
const [structureSchema, operationSchema, listSchema, mapSchema] = [3, 9, 1, 2];
const [listBits, mapBits] = [64, 128];

function buildTable(schemas, enums, links) {
  const table = { operations: {}, shapes: {}, enums: {} };
  const context = { table, enums, links };
  for (const schema of schemas.filter((item) => Array.isArray(item) && item[0] === operationSchema).sort(byName)) {
    const [, , name, traits, input, output] = schema;
    const [method, template, status] = traits.http;
    const [path, query] = template.split("?");
    const operation = { method, path, ...(query === undefined ? {} : { query }), status };
    table.operations[name] = { ...operation, input: addShape(context, input()), output: addShape(context, output()) };
  }
  table.shapes = Object.fromEntries(Object.entries(table.shapes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return table;
}

const byName = (a, b) => (a[2] < b[2] ? -1 : 1);

function addShape(context, schema) {
  // The SDK's unit type: an operation without input or output.
  if (!Array.isArray(schema) || schema[0] !== structureSchema) return null;
  const [, , name, , names, members, required = 0] = schema;
  if (context.table.shapes[name] !== undefined) return name;
  const shape = { required: names.slice(0, required), members: {} };
  context.table.shapes[name] = shape;
  names.forEach((member, index) => {
    const link = context.links[`${name}.${member}`];
    if (link !== undefined) context.table.enums[link] = context.enums[link];
    shape.members[member] = { ...describeMember(context, members[index], member), ...(link === undefined ? {} : { enum: link }) };
  });
  return name;
}

function describeMember(context, schema, member) {
  const hasTraits = Array.isArray(schema) && schema.length === 2 && (typeof schema[1] === "object" || typeof schema[1] === "number");
  const [inner, traits] = hasTraits ? schema : [schema, 0];
  return { ...describeType(context, inner), ...describePlace(traits, member) };
}

const bit = { label: 1, payload: 16, queryMap: 64 };

function describePlace(traits, member) {
  if (typeof traits === "number") {
    const place = Object.keys(bit).find((name) => (traits & bit[name]) !== 0);
    return place === undefined ? {} : { in: place };
  }
  const name = traits.jsonName ?? traits.httpQuery ?? traits.httpHeader;
  const place = traits.httpLabel ? "label" : traits.httpQuery ? "query" : traits.httpHeader ? "header" : undefined;
  return { ...(place === undefined ? {} : { in: place }), ...(name === undefined || name === member || place === "label" ? {} : { name }) };
}

function describeType(context, schema) {
  const resolved = typeof schema === "function" ? schema() : schema;
  if (typeof resolved === "number") return describeNumber(resolved);
  if (resolved[0] === structureSchema) return { type: "structure", shape: addShape(context, resolved) };
  if (resolved[0] === listSchema) return { type: "list", of: describeType(context, resolved[4]) };
  if (resolved[0] === mapSchema) return { type: "map", of: describeType(context, resolved[5]) };
  // A type beside its own traits.
  if (resolved.length === 2) return describeType(context, resolved[0]);
  // A simple type with traits of its own: [0, namespace, name, traits, type].
  if (resolved[0] === 0) return describeType(context, resolved[4]);
  throw new Error(`unknown schema ${JSON.stringify(resolved)}`);
}

function describeNumber(schema) {
  if (schema & mapBits) return { type: "map", of: describeNumber(schema & ~mapBits) };
  if (schema & listBits) return { type: "list", of: describeNumber(schema & ~listBits) };
  return { type: kinds[schema] };
}

/** Name to values of every enum. */
function readEnums(source) {
  const found = source.matchAll(/export declare const (\w+): \{([^}]*)\}/g);
  return Object.fromEntries([...found].map(([, name, body]) => [name, [...body.matchAll(/: "([^"]*)"/g)].map(([, value]) => value)]));
}

/** `Interface.member` to the enum that its type names, lists of enums included. */
function readEnumLinks(source, enums) {
  const links = {};
  for (const [, name, body] of source.matchAll(/export interface (\w+) [^{]*\{([\s\S]*?)\n\}/g)) {
    for (const [, member, type] of body.matchAll(/^ {4}(\w+)\??: (\w+)(?:\[\])?(?: \| undefined)?;/gm)) {
      if (enums[type] !== undefined) links[`${name}.${member}`] = type;
    }
  }
  return links;
}

function typesFile(service, table) {
  const operations = Object.entries(table.operations);
  const inputs = [...new Set(operations.flatMap(([, { input }]) => input ?? []))].sort();
  const lines = operations.map(([name, { input }]) => `  ${name}: ${input ?? "Record<string, never>"};`);
  return `// Made by bin/generate wire from ${service.package}. Do not edit.
import type {
${inputs.map((name) => `  ${name},`).join("\n")}
} from "${service.package}";

/** Every operation with the members of its request. */
export type ${service.version.toUpperCase()}Inputs = {
${lines.join("\n")}
};
`;
}
