import { createHash } from "node:crypto";
import { canonicalJson } from "../base/canonical-json.ts";
import { groupBy } from "../base/group-by.ts";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import { snapshotFormat } from "../definition/snapshot.ts";
import type { V2ApiDefinition } from "../definition/v2-api.ts";
import { notFound } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import { toResource } from "./resources.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { loadV2Definition } from "./v2/load-definition.ts";
import { v2ApiOf } from "./v2/v2-rows.ts";
import { read } from "./write.ts";

/** The draft: everything that the next deployment would freeze. */
export async function getApiDefinition(scope: Scope, restApiId: string): Promise<RestApiDefinition> {
  return read(scope, async (source) => loadDefinition(source, await getApiRow(source, scope, restApiId)));
}

/** What a deployment froze. */
export async function getSnapshotDefinition(scope: Scope, restApiId: string, deploymentId: string): Promise<RestApiDefinition> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, restApiId);
    return loadDeployment(source, restApiId, deploymentId);
  });
}

/** What a deployment of a REST API that was found froze. */
export async function loadDeployment(source: Source, restApiId: string, deploymentId: string): Promise<RestApiDefinition> {
  const deployment = await table(source, "Deployment").findUnique({ where: { id: deploymentId } });
  if (deployment?.apiId !== restApiId) throw notFound("Invalid Deployment identifier specified");
  return parseSnapshot((await loadSnapshotText(source, deployment.snapshotHash)) ?? "");
}

/** The bytes that gateways fetch by hash, if there are any. */
export async function loadSnapshotText(source: Source, hash: string): Promise<string | undefined> {
  return (await source.snapshot.findUnique({ where: { hash } }))?.body;
}

export function snapshotText(definition: RestApiDefinition | V2ApiDefinition): { hash: string; body: string } {
  const text = canonicalJson(definition);
  return { hash: hashOf(text), body: `{"definition":${text},"format":${snapshotFormat}}` };
}

/** Keeps a definition under the hash of its content, which comes back. */
export async function storeSnapshot({ source, at }: WriteTx, definition: RestApiDefinition | V2ApiDefinition): Promise<string> {
  const { hash, body } = snapshotText(definition);
  const known = await source.snapshot.findUnique({ where: { hash }, select: { hash: true } });
  if (known === null) await source.snapshot.create({ data: { hash, body, createdAt: at } });
  return hash;
}

/** The definition in a snapshot's text. */
export function parseSnapshot(body: string): RestApiDefinition {
  // Written by `snapshotText` from a definition; older formats are upgraded here when there are any.
  return (JSON.parse(body) as { definition: RestApiDefinition }).definition;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const draftHashesMax = 1_000;
const draftHashes = new Map<string, { draftVersion: number; hash: string }>();

/** The hash that a deployment made now would have; computed once for each version of the draft. */
export async function draftHash(scope: Scope, restApiId: string): Promise<string> {
  return read(scope, async (source) => loadDraftHash(source, await getApiRow(source, scope, restApiId)));
}

export async function loadDraftHash(source: Source, api: Rows["Api"]): Promise<string> {
  const known = draftHashes.get(api.id);
  if (known?.draftVersion === api.draftVersion) return known.hash;
  const isRest = api.kind === "REST";
  const hash = hashOf(canonicalJson(isRest ? await loadDefinition(source, api) : await loadV2Definition(source, v2ApiOf(api))));
  draftHashes.delete(api.id);
  draftHashes.set(api.id, { draftVersion: api.draftVersion, hash });
  const [oldest] = draftHashes.keys();
  if (draftHashes.size > draftHashesMax && oldest !== undefined) draftHashes.delete(oldest);
  return hash;
}

export async function loadDefinition(source: Source, api: Rows["Api"]): Promise<RestApiDefinition> {
  const where = { apiId: api.id };
  const [resources, methods, models, validators, authorizers, responses] = await Promise.all([
    table(source, "Resource").findMany({ where }),
    table(source, "Method").findMany({ where }),
    table(source, "Model").findMany({ where }),
    table(source, "RequestValidator").findMany({ where }),
    table(source, "Authorizer").findMany({ where }),
    table(source, "GatewayResponse").findMany({ where }),
  ]);
  const ofResource = groupBy(methods, (method) => method.resourceId);
  return {
    kind: "REST",
    apiId: api.id,
    settings: api.settings,
    resources: sortBy(
      resources.map((row) => toResource(row, ofResource.get(row.id) ?? [])),
      (resource) => `${resource.path}\n${resource.id}`,
    ),
    models: sortBy(
      models.map(({ id, name, settings }) => ({ ...settings, id, name })),
      (model) => model.name,
    ),
    requestValidators: sortBy(
      validators.map(({ id, settings }) => ({ ...settings, id })),
      (validator) => validator.id,
    ),
    authorizers: sortBy(
      authorizers.map(({ id, name, settings }) => ({ ...settings, id, name })),
      (authorizer) => authorizer.name,
    ),
    gatewayResponses: sortBy(
      responses.map((row) => row.settings),
      (response) => response.responseType,
    ),
  };
}

function sortBy<Item>(items: Item[], keyOf: (item: Item) => string): Item[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ item }) => item);
}
