import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const name = "@octokit/openapi";
const version = "23.0.2";
const member = "package/generated/api.github.com.json";
const kept = resolve(`.cache/github-${version}.json`);

/** GitHub's description of its API: 13 MB, 1,223 operations. The package has 400 MB, so only this file of it is kept, fetched once. */
export async function readGithubDocument(): Promise<string> {
  if (!existsSync(kept)) await fetchDocument();
  return readFile(kept, "utf8");
}

async function fetchDocument(): Promise<void> {
  const folder = await mkdtemp(resolve("node_modules/.github-document-"));
  try {
    const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", folder, `${name}@${version}`]);
    await run("tar", ["-xzf", join(folder, stdout.trim()), "-C", folder, member]);
    // A name that appears at once and whole, so that an interrupted run leaves nothing that looks like the document.
    await rename(join(folder, member), kept);
  } catch (cause) {
    throw new Error(`The test imports ${name} ${version} from the package registry, which npm could not fetch.`, { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Json = Record<string, unknown>;

/** The document with what the service refuses put right, and an integration for every operation; nothing else is changed. */
export function cleanForTheService(text: string, backend: string): string {
  const document = withModelNames(JSON.parse(text)) as { paths: Record<string, Json>; components: { schemas: Json } };
  const schemas = Object.entries(document.components.schemas).map(([model, schema]) => [alphanumeric(model), schema]);
  const renamed = withOneVariableEach(document.paths);
  const paths: Record<string, Json> = {};
  for (const [path, item] of Object.entries(renamed)) paths[path] = withIntegrations(item, backend);
  return JSON.stringify({ ...document, paths, components: { ...document.components, schemas: Object.fromEntries(schemas) } });
}

const schemaAddress = "#/components/schemas/";

function alphanumeric(model: string): string {
  return model.replace(/[^A-Za-z0-9]/g, "");
}

function withModelNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withModelNames);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([key, inner]) => {
    const isReference = key === "$ref" && typeof inner === "string" && inner.startsWith(schemaAddress);
    return [key, isReference ? schemaAddress + alphanumeric(inner.slice(schemaAddress.length)) : withModelNames(inner)];
  });
  return Object.fromEntries(members);
}

/** Variables at one place get the name of the first of them, and cover a whole segment. */
function withOneVariableEach(paths: Record<string, Json>): Record<string, Json> {
  const variables = new Map<string, string>();
  const renamed: Record<string, Json> = {};
  for (const [path, item] of Object.entries(paths)) {
    const place = path
      .split("/")
      .slice(1)
      .reduce((parent, segment) => {
        if (!segment.includes("{")) return `${parent}/${segment}`;
        const variable = variables.get(parent) ?? segment.replace("}...{", "_");
        variables.set(parent, variable);
        return `${parent}/${variable}`;
      }, "");
    renamed[place === "" ? "/" : place] = { ...renamed[place], ...item };
  }
  return renamed;
}

const verbs = ["get", "put", "post", "delete", "patch", "head", "options"];

function withIntegrations(item: Json, uri: string): Json {
  const integration = { type: "http_proxy", httpMethod: "ANY", uri };
  const members = Object.entries(item).map(([key, value]) => [
    key,
    verbs.includes(key) ? { ...(value as Json), "x-amazon-apigateway-integration": integration } : value,
  ]);
  return Object.fromEntries(members);
}
