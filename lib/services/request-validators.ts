import { newId } from "../base/ids.ts";
import { type RequestValidator, requestValidatorSchema } from "../definition/rest-api.ts";
import { checkShape } from "./check-shape.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { methodUsers } from "./find-users.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type RequestValidatorResult = RequestValidator & { entityVersion: number };
export type RequestValidatorKey = { restApiId: string; requestValidatorId: string };
export type CreateRequestValidatorInput = {
  restApiId: string;
  name?: string | undefined;
  validateRequestBody?: boolean | undefined;
  validateRequestParameters?: boolean | undefined;
};

export async function createRequestValidator(scope: Scope, input: CreateRequestValidatorInput): Promise<RequestValidatorResult> {
  const { restApiId: apiId, validateRequestBody = false, validateRequestParameters = false, name } = input;
  const intent = { action: "request-validator:create", api: apiId, summary: `Create request validator ${name ?? ""}`.trim() };
  return write(scope, intent, async (tx) => {
    await getApiRow(tx.source, scope, apiId, () => badRequest("Invalid REST API identifier specified"));
    const draft = { id: newId(scope.random), name, validateRequestBody, validateRequestParameters };
    const { id, ...settings } = checkValidator(draft);
    return validatorOf(await tx.insert("RequestValidator", { id, apiId, settings }));
  });
}

export async function getRequestValidator(scope: Scope, input: RequestValidatorKey): Promise<RequestValidatorResult> {
  return read(scope, async (source) => validatorOf(await getValidatorRow(source, scope, input)));
}

export async function getRequestValidators(scope: Scope, input: { restApiId: string } & PageInput): Promise<Page<RequestValidatorResult>> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const rows = await table(source, "RequestValidator").findMany({ where: { apiId: input.restApiId }, orderBy: [{ id: "asc" }] });
    const page = pageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map(validatorOf) };
  });
}

export async function updateRequestValidator(
  scope: Scope,
  key: RequestValidatorKey,
  change: (draft: RequestValidator) => RequestValidator,
  options: UpdateOptions = {},
): Promise<RequestValidatorResult> {
  const intent = { action: "request-validator:update", api: key.restApiId, summary: "Change a request validator" };
  return write(scope, intent, async (tx) => {
    const row = await getValidatorRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, `The request validator ${row.settings.name ?? row.id}`);
    const { id: _, ...settings } = checkValidator(change({ ...row.settings, id: row.id }));
    return validatorOf(await tx.update("RequestValidator", row, { settings }));
  });
}

export async function deleteRequestValidator(scope: Scope, input: RequestValidatorKey): Promise<void> {
  const intent = { action: "request-validator:delete", api: input.restApiId, summary: "Delete a request validator" };
  await write(scope, intent, async (tx) => {
    const row = await getValidatorRow(tx.source, scope, input);
    const [user] = await methodUsers(tx.source, input.restApiId, (method) => method.requestValidatorId === row.id);
    if (user !== undefined)
      throw conflict(`Cannot delete validator '${row.settings.name ?? row.id}', is referenced in method: ${user.label}`);
    await tx.remove("RequestValidator", { id: row.id });
  });
}

async function getValidatorRow(source: Source, scope: Scope, key: RequestValidatorKey): Promise<Rows["RequestValidator"]> {
  const unknown = () => notFound("Invalid Request Validator identifier specified");
  await getApiRow(source, scope, key.restApiId, unknown);
  const row = await table(source, "RequestValidator").findUnique({ where: { id: key.requestValidatorId } });
  if (row?.apiId !== key.restApiId) throw unknown();
  return row;
}

function checkValidator(draft: unknown): RequestValidator {
  const validator = checkShape(requestValidatorSchema, draft);
  if (validator.name?.trim() === "") throw badRequest("Request Validator name cannot be blank");
  return validator;
}

function validatorOf(row: Rows["RequestValidator"]): RequestValidatorResult {
  return { ...row.settings, id: row.id, entityVersion: row.version };
}
