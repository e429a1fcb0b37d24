import { newId } from "../base/ids.ts";
import { type Method, methodSchema } from "../definition/rest-api.ts";
import type { ImportPlan, ImportWarning, PlannedMethod } from "../openapi/import-plan.ts";
import { checkAuthorizer } from "./authorizers.ts";
import { checkShape } from "./check-shape.ts";
import { replaceDocumentation } from "./documentation-parts.ts";
import { checkGatewayResponse } from "./gateway-responses.ts";
import { type Import, makeImportErrors } from "./import-job.ts";
import { placeResources } from "./import-resources.ts";
import { checkResponseMappings } from "./integration-responses.ts";
import { checkIntegration, storedTemplates } from "./integrations.ts";
import { batchesOf, type NewRow } from "./journal.ts";
import { checkRequestParameters, cleanMethod, methodRowId } from "./methods.ts";
import { checkModel } from "./models.ts";
import { type RowModel, type Rows, table } from "./rows.ts";

/** Makes the rows of an API what the plan says; rows that stay keep their ids. What it leaves out is added to the plan's warnings. */
export async function applyImport(job: Import): Promise<void> {
  const { plan, scope } = job;
  const apiId = job.api.id;
  const id = () => newId(scope.random);
  const errors = makeImportErrors();
  const models = plan.models.flatMap((planned) => {
    const model = errors.collect(`Unable to create model for '${planned.name}'`, () => checkModel({ ...planned, id: id() }));
    if (model === undefined) return [];
    const { id: rowId, name, ...settings } = model;
    return [{ id: rowId, apiId, name, settings }];
  });
  const modelNames = await replaceNamed(job, "Model", models, (row) => row.name);
  const validators = plan.requestValidators.map((settings) => ({ id: id(), apiId, settings }));
  const validatorIds = await replaceNamed(job, "RequestValidator", validators, (row) => row.settings.name ?? row.id);
  const authorizers = plan.authorizers.map((planned) => authorizerRow(planned, { apiId, id: id() }));
  const authorizerIds = await replaceNamed(job, "Authorizer", authorizers, (row) => row.name);
  const responses = plan.gatewayResponses.map((response) => gatewayResponseRow(response, apiId));
  await replaceNamed(job, "GatewayResponse", responses, (row) => row.responseType);
  const resourceIds = await placeResources(job, errors);
  const names: Names = { modelNames: new Set(modelNames.keys()), validatorIds, authorizerIds };
  const methods = plan.methods.flatMap((planned) => {
    const resourceId = resourceIds.get(planned.path);
    if (resourceId === undefined) return [];
    const what = `Unable to put integration on '${planned.httpMethod}' for resource at path '${planned.path}'`;
    const method = withKnownModels(planned, names.modelNames, plan.warnings);
    return errors.collect(what, () => methodRow(method, { apiId, resourceId, names })) ?? [];
  });
  errors.demandNone(plan.warnings);
  await placeMethods(job, methods);
  await replaceDocumentation(job, plan.documentationParts);
}

type NamedModel = Extract<RowModel, "Model" | "RequestValidator" | "Authorizer" | "GatewayResponse">;

/** Inserts, updates and, when overwriting, removes rows that are the same thing when they have the same name; names to ids. */
async function replaceNamed<M extends NamedModel>(
  job: Import,
  model: M,
  planned: readonly NewRow<M>[],
  nameOf: (row: NewRow<M>) => string,
): Promise<Map<string, string>> {
  const { tx, api, mode } = job;
  const where = { apiId: api.id } as Parameters<ReturnType<typeof table<M>>["findMany"]>[0]["where"] & object;
  const known = new Map((await table(tx.source, model).findMany({ where })).map((row) => [nameOf(row), row]));
  const ids = new Map([...known].map(([name, row]) => [name, row.id]));
  const added: NewRow<M>[] = [];
  for (const row of planned) {
    const before = known.get(nameOf(row));
    known.delete(nameOf(row));
    if (before === undefined) added.push(row);
    else await tx.update(model, before, { ...row, id: before.id } as unknown as Partial<Rows[M]>);
    if (before === undefined) ids.set(nameOf(row), row.id);
  }
  for (const [name, row] of mode === "overwrite" ? known : []) {
    await tx.remove(model, { id: row.id } as typeof where);
    ids.delete(name);
  }
  await tx.insertMany(model, added);
  return ids;
}

function authorizerRow(planned: ImportPlan["authorizers"][number], key: { apiId: string; id: string }): NewRow<"Authorizer"> {
  const { id, name, ...settings } = checkAuthorizer({ ...planned, id: key.id });
  const { authorizerResultTtlInSeconds: _, ...withoutTtl } = settings;
  // A document that does not say how long results are kept leaves it open; the gateway takes the default then.
  const hasTtl = planned.authorizerResultTtlInSeconds !== undefined;
  return { id, apiId: key.apiId, name, settings: hasTtl ? settings : withoutTtl };
}

function gatewayResponseRow(response: ImportPlan["gatewayResponses"][number], apiId: string): NewRow<"GatewayResponse"> {
  return {
    id: `${apiId}/${response.responseType}`,
    apiId,
    responseType: response.responseType,
    settings: checkGatewayResponse(response),
  };
}

type Names = { modelNames: ReadonlySet<string>; validatorIds: ReadonlyMap<string, string>; authorizerIds: ReadonlyMap<string, string> };
type MethodPlace = { apiId: string; resourceId: string; names: Names };

function methodRow(planned: PlannedMethod, { apiId, resourceId, names }: MethodPlace): NewRow<"Method"> {
  const { path: _, authorizerName, requestValidatorName, methodIntegration, ...members } = planned;
  const authorizerId = authorizerName === undefined ? undefined : names.authorizerIds.get(authorizerName);
  const requestValidatorId = requestValidatorName === undefined ? undefined : names.validatorIds.get(requestValidatorName);
  const draft = checkShape(methodSchema, {
    ...members,
    authorizerId,
    requestValidatorId,
    ...(methodIntegration === undefined ? {} : { methodIntegration: { cacheNamespace: resourceId, ...methodIntegration } }),
  });
  return { id: methodRowId(resourceId, draft.httpMethod), apiId, resourceId, httpMethod: draft.httpMethod, settings: checkPlanned(draft) };
}

/** The rules of methods. */
function checkPlanned(method: Method): Method {
  const { methodIntegration } = method;
  checkRequestParameters(method.requestParameters);
  if (methodIntegration === undefined) return cleanMethod(method);
  const integration = checkIntegration(methodIntegration);
  const responses = Object.entries(integration.integrationResponses ?? {}).map(([status, response]) => {
    checkResponseMappings(response, method);
    return [status, { ...response, responseTemplates: storedTemplates(response.responseTemplates) }] as const;
  });
  return cleanMethod({ ...method, methodIntegration: { ...integration, integrationResponses: Object.fromEntries(responses) } });
}

/** The method without references to models that are not there; the service says so and goes on. */
function withKnownModels(method: PlannedMethod, modelNames: ReadonlySet<string>, warnings: ImportWarning[]): PlannedMethod {
  const operation = `${method.httpMethod} ${method.path}`;
  const known = (models: Readonly<Record<string, string>> | undefined) => {
    const kept = Object.entries(models ?? {}).filter(([, name]) => {
      if (!modelNames.has(name)) warnings.push({ text: `Reference to model '${name}' not found. Ignoring.`, operation });
      return modelNames.has(name);
    });
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  };
  const { requestModels, methodResponses, ...members } = method;
  const models = known(requestModels);
  const responses = Object.entries(methodResponses ?? {}).map(([status, { responseModels, ...response }]) => {
    const ofResponse = known(responseModels);
    return [status, ofResponse === undefined ? response : { ...response, responseModels: ofResponse }] as const;
  });
  return {
    ...members,
    ...(models === undefined ? {} : { requestModels: models }),
    ...(methodResponses === undefined ? {} : { methodResponses: Object.fromEntries(responses) }),
  };
}

async function placeMethods({ tx, api, mode }: Import, planned: readonly NewRow<"Method">[]): Promise<void> {
  const rows = await table(tx.source, "Method").findMany({ where: { apiId: api.id } });
  const known = new Map(rows.map((row) => [row.id, row]));
  const added: NewRow<"Method">[] = [];
  for (const row of planned) {
    const before = known.get(row.id);
    if (before === undefined) added.push(row);
    else await tx.update("Method", before, { settings: row.settings });
    known.delete(row.id);
  }
  const gone = mode === "overwrite" ? [...known.keys()] : [];
  for (const batch of batchesOf(gone)) await tx.remove("Method", { id: { in: batch } });
  await tx.insertMany("Method", added);
}
