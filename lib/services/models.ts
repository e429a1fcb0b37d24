import { newId } from "../base/ids.ts";
import { type Model, modelSchema } from "../definition/rest-api.ts";
import { checkSchema } from "../jsonschema/check-schema.ts";
import { starterTemplate } from "../jsonschema/starter-template.ts";
import { checkShape } from "./check-shape.ts";
import { badRequest, conflict, notFound, validationResult } from "./errors.ts";
import { findModelUsers } from "./find-users.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type ModelResult = Model & { entityVersion: number };
export type ModelKey = { restApiId: string; modelName: string };
export type CreateModelInput = {
  restApiId: string;
  name: string;
  contentType: string;
  description?: string | undefined;
  schema?: string | undefined;
};

export async function createModel(scope: Scope, input: CreateModelInput): Promise<ModelResult> {
  const { restApiId: apiId, ...members } = input;
  return write(scope, { action: "model:create", api: apiId, summary: `Create model ${input.name}` }, async (tx) => {
    await getApiRow(tx.source, scope, apiId);
    const { id, name, ...settings } = checkModel({ ...members, id: newId(scope.random) });
    const known = await findModel(tx.source, apiId, name);
    if (known !== undefined) throw conflict("Model name already exists for this REST API");
    return modelOf(await tx.insert("Model", { id, apiId, name, settings }));
  });
}

export async function getModel(scope: Scope, input: ModelKey & { flatten?: boolean | undefined }): Promise<ModelResult> {
  return read(scope, async (source) => modelOf(await getModelRow(source, scope, input)));
}

export async function getModels(scope: Scope, input: { restApiId: string } & PageInput): Promise<Page<ModelResult>> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const rows = await table(source, "Model").findMany({ where: { apiId: input.restApiId }, orderBy: [{ name: "asc" }] });
    const page = pageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map(modelOf) };
  });
}

/** Changes description or schema; a model keeps its name and content type. */
export async function updateModel(
  scope: Scope,
  key: ModelKey,
  change: (draft: Model) => Model,
  options: UpdateOptions = {},
): Promise<ModelResult> {
  return write(scope, { action: "model:update", api: key.restApiId, summary: `Change model ${key.modelName}` }, async (tx) => {
    const row = await getModelRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, `The model ${row.name}`);
    const { id: _id, name: _name, ...settings } = checkModel(change(structuredClone({ ...row.settings, id: row.id, name: row.name })));
    return modelOf(await tx.update("Model", row, { settings }));
  });
}

export async function deleteModel(scope: Scope, input: ModelKey): Promise<void> {
  await write(scope, { action: "model:delete", api: input.restApiId, summary: `Delete model ${input.modelName}` }, async (tx) => {
    const row = await getModelRow(tx.source, scope, input);
    const [user] = await findModelUsers(tx.source, row);
    if (user !== undefined) throw conflict(`Cannot delete model '${row.name}', is referenced in ${user}`);
    await tx.remove("Model", { id: row.id });
  });
}

/** A mapping template that passes a body of this model on, member by member. */
export async function getModelTemplate(scope: Scope, input: ModelKey): Promise<{ value: string }> {
  const model = await getModel(scope, input);
  return { value: `#set($inputRoot = $input.path('$'))\n${starterTemplate(JSON.parse(model.schema ?? "{}"))}` };
}

export async function findModel(source: Source, apiId: string, name: string): Promise<Rows["Model"] | undefined> {
  return (await table(source, "Model").findFirst({ where: { apiId, name } })) ?? undefined;
}

async function getModelRow(source: Source, scope: Scope, key: ModelKey): Promise<Rows["Model"]> {
  const unknown = () => notFound(`Invalid model name specified: ${key.modelName}`);
  await getApiRow(source, scope, key.restApiId, unknown);
  const row = await findModel(source, key.restApiId, key.modelName);
  if (row === undefined) throw unknown();
  return row;
}

function modelOf(row: Rows["Model"]): ModelResult {
  return { ...row.settings, id: row.id, name: row.name, entityVersion: row.version };
}

const schemaBytesMax = 409_600;
/** Enough to start with; the console shows each at its place. */
const problemsShown = 10;

export function checkModel(draft: unknown): Model {
  const { description, ...model } = checkShape(modelSchema, draft);
  if (model.name === "") throw badRequest("Model name must be non-empty");
  if (!/^[a-zA-Z0-9]+$/.test(model.name)) throw badRequest(`Model name must be alphanumeric: ${model.name}`);
  if (model.contentType === "") throw badRequest("Model content type must be non-empty");
  if (model.schema !== undefined) checkSchemaText(model.schema);
  // An empty description is none.
  return { ...model, ...(description === undefined || description === "" ? {} : { description }) };
}

function checkSchemaText(schema: string): void {
  if (schema.trim() === "") throw badRequest("Model schema must have at least 1 property or array items defined");
  if (Buffer.byteLength(schema) > schemaBytesMax)
    throw badRequest(`Invalid model schema specified. It is larger than ${schemaBytesMax} bytes`);
  const problems = checkSchema(schema).map(({ pointer, message }) =>
    `Invalid model schema specified: ${pointer} ${message}`.replace("  ", " "),
  );
  if (problems.length > 0) throw validationResult("Invalid model specified", problems.slice(0, problemsShown));
}
