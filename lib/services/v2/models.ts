import { newId } from "../../base/ids.ts";
import { type V2Model, v2ModelSchema } from "../../definition/v2-api.ts";
import { starterTemplate } from "../../jsonschema/starter-template.ts";
import { checkShape, type Loose, withoutEmpty } from "../check-shape.ts";
import { badRequest, conflict, notFound } from "../errors.ts";
import { type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { demandVersion, read, type UpdateOptions } from "../write.ts";
import { changeV2Api, getV2ApiRow } from "./change-api.ts";
import { mergeMembers } from "./merge-members.ts";
import { type V2Page, type V2PageInput, v2PageOf } from "./page-v2.ts";
import { insertV2, updateV2, type V2Rows, v2Table } from "./v2-rows.ts";

export type V2ModelResult = V2Model & { entityVersion: number };
export type V2ModelKey = { apiId: string; modelId: string };
type Members = Loose<Omit<V2Model, "modelId">>;

export async function createV2Model(scope: Scope, { apiId, ...members }: Members & { apiId: string }): Promise<V2ModelResult> {
  return changeV2Api(scope, { action: "model:create", apiId, summary: `Create model ${members.name}` }, async (tx) => {
    const { modelId: id, name, ...settings } = checkModel({ ...withoutEmpty(members), modelId: newId(scope.random) });
    await demandFreeName(tx.source, { apiId, name, id });
    return modelOf(await insertV2(tx, "Model", { id, apiId, name, settings }));
  });
}

export async function getV2Model(scope: Scope, key: V2ModelKey): Promise<V2ModelResult> {
  return read(scope, async (source) => modelOf(await getRow(source, scope, key)));
}

export async function getV2Models(scope: Scope, input: { apiId: string } & V2PageInput): Promise<V2Page<V2ModelResult>> {
  return read(scope, async (source) => {
    await getV2ApiRow(source, scope, input.apiId);
    const rows = await v2Table(source, "Model").findMany({ where: { apiId: input.apiId }, orderBy: [{ name: "asc" }] });
    const page = v2PageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map(modelOf) };
  });
}

export async function updateV2Model(
  scope: Scope,
  input: V2ModelKey & Members,
  { expectedVersion }: UpdateOptions = {},
): Promise<V2ModelResult> {
  const { apiId, modelId, ...members } = input;
  return changeV2Api(scope, { action: "model:update", apiId, summary: "Change a model" }, async (tx) => {
    const row = await getRow(tx.source, scope, input);
    await demandVersion(tx.source, row, expectedVersion, `Model ${row.name}`);
    const { modelId: id, name, ...settings } = checkModel(mergeMembers<V2Model>({ ...row.settings, modelId, name: row.name }, members));
    await demandFreeName(tx.source, { apiId, name, id });
    return modelOf(await updateV2(tx, "Model", row, { name, settings }));
  });
}

export async function deleteV2Model(scope: Scope, key: V2ModelKey): Promise<void> {
  await changeV2Api(scope, { action: "model:delete", apiId: key.apiId, summary: "Delete a model" }, async (tx) => {
    const row = await getRow(tx.source, scope, key);
    const routes = await table(tx.source, "Route").findMany({ where: { apiId: key.apiId } });
    const users = routes
      .filter(({ settings }) => Object.values(settings.requestModels ?? {}).includes(row.name))
      .map(({ routeKey }) => routeKey);
    if (users.length > 0) throw conflict(`Cannot delete model '${row.name}', it is referenced in routes: ${users.join(", ")}`);
    await tx.remove("Model", { id: key.modelId });
  });
}

/** A template that prints the values of a model, as the service makes one. */
export async function getV2ModelTemplate(scope: Scope, key: V2ModelKey): Promise<{ value: string }> {
  const model = await getV2Model(scope, key);
  return { value: starterTemplate(parseSchema(model.schema)) };
}

async function getRow(source: Source, scope: Scope, key: V2ModelKey): Promise<V2Rows["Model"]> {
  await getV2ApiRow(source, scope, key.apiId);
  const row = await v2Table(source, "Model").findUnique({ where: { id: key.modelId } });
  if (row?.apiId !== key.apiId) throw notFound("Invalid Model identifier specified");
  return row;
}

async function demandFreeName(source: Source, wanted: { apiId: string; name: string; id: string }): Promise<void> {
  const other = await v2Table(source, "Model").findFirst({ where: { apiId: wanted.apiId, name: wanted.name } });
  if (other !== null && other.id !== wanted.id) throw conflict("Model name already exists for this API");
}

const schemaLengthMax = 32_768;

function checkModel(draft: unknown): V2Model {
  const model = checkShape(v2ModelSchema, draft);
  if (!/^[a-zA-Z0-9]{1,128}$/.test(model.name)) throw badRequest("Model name must be alphanumeric: ".concat(model.name.slice(0, 128)));
  if (model.schema.length > schemaLengthMax) throw badRequest(`A schema has at most ${schemaLengthMax} characters`);
  parseSchema(model.schema);
  return model;
}

function parseSchema(schema: string): object {
  try {
    const value: unknown = JSON.parse(schema);
    if (typeof value === "object" && value !== null) return value;
  } catch (cause) {
    throw badRequest("Invalid model specified: the schema is not valid JSON", { cause });
  }
  throw badRequest("Invalid model specified: the schema is no JSON object");
}

function modelOf({ id: modelId, name, settings, version }: V2Rows["Model"]): V2ModelResult {
  return { ...settings, modelId, name, entityVersion: version };
}
