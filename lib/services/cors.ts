import { type CorsPlan, type CorsSettings, type CorsStep, planCors } from "../definition/cors.ts";
import type { GatewayResponse, Method } from "../definition/rest-api.ts";
import { checkParts } from "./change-method.ts";
import { badRequest } from "./errors.ts";
import { checkGatewayResponse } from "./gateway-responses.ts";
import type { WriteTx } from "./journal.ts";
import { checkMethod, methodRowId } from "./methods.ts";
import { findModel } from "./models.ts";
import { getResourceRow, type ResourceKey } from "./resources.ts";
import { type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read, write } from "./write.ts";

export type CorsInput = ResourceKey & { settings: CorsSettings };

/** What enabling would write, without writing it. */
export async function previewCors(scope: Scope, input: CorsInput): Promise<CorsStep[]> {
  return read(scope, async (source) => (await makePlan(source, scope, input)).steps);
}

/** Lets browsers of an origin call a resource: the OPTIONS mock, the headers on its methods and on the gateway's own answers, as one revision. */
export async function enableCors(scope: Scope, input: CorsInput): Promise<CorsStep[]> {
  const { restApiId: apiId } = input;
  return write(scope, { action: "cors:enable", api: apiId, summary: "Enable CORS on a resource" }, async (tx) => {
    const plan = await makePlan(tx.source, scope, input);
    for (const method of plan.methods) await storeMethod(tx, input, method);
    for (const response of plan.gatewayResponses) await storeResponse(tx, apiId, response);
    return plan.steps;
  });
}

async function makePlan(source: Source, scope: Scope, input: CorsInput): Promise<CorsPlan> {
  checkSettings(input.settings);
  const row = await getResourceRow(source, scope, input);
  const [methods, responses, empty] = await Promise.all([
    table(source, "Method").findMany({ where: { resourceId: row.id }, orderBy: [{ httpMethod: "asc" }] }),
    table(source, "GatewayResponse").findMany({ where: { apiId: row.apiId }, orderBy: [{ responseType: "asc" }] }),
    findModel(source, row.apiId, "Empty"),
  ]);
  return planCors(
    {
      resourceId: row.id,
      methods: methods.map(({ settings }) => settings),
      gatewayResponses: responses.map(({ settings }) => settings),
      emptyModel: empty !== undefined,
    },
    input.settings,
  );
}

const tokenPattern = /^[A-Za-z0-9!#$%&*+.^_`|~-]+$/;

/** The values become quoted texts of mapping expressions, so nothing of them may end the quotes. */
function checkSettings({ allowOrigin, allowMethods, allowHeaders, allowCredentials, maxAgeSeconds = 0 }: CorsSettings): void {
  if (allowOrigin !== "*" && !/^[a-z][a-z0-9+.-]*:\/\/[^\s/'"?#,]+$/i.test(allowOrigin)) {
    throw badRequest("An origin is * or scheme://host, with a port where there is one, and nothing after it.");
  }
  if (allowOrigin === "*" && allowCredentials) throw badRequest("Browsers send credentials to one named origin only, never to *.");
  const name = [...allowMethods, ...allowHeaders].find((each) => !tokenPattern.test(each));
  if (name !== undefined) throw badRequest(`This is no name of a method or header: ${name}`);
  if (allowMethods.length === 0) throw badRequest("At least one method is needed.");
  if (maxAgeSeconds < 0) throw badRequest("The age cannot be negative.");
}

async function storeMethod(tx: WriteTx, key: ResourceKey, method: Method): Promise<void> {
  const { restApiId: apiId, resourceId } = key;
  const { httpMethod } = method;
  const id = methodRowId(resourceId, httpMethod);
  const settings = await checkMethod(tx.source, apiId, checkParts(method, { ...key, httpMethod }));
  const row = await table(tx.source, "Method").findUnique({ where: { id } });
  if (row === null) await tx.insert("Method", { id, apiId, resourceId, httpMethod, settings });
  else await tx.update("Method", row, { settings });
}

async function storeResponse(tx: WriteTx, apiId: string, response: GatewayResponse): Promise<void> {
  const { responseType } = response;
  const id = `${apiId}/${responseType}`;
  const settings = checkGatewayResponse(response);
  const row = await table(tx.source, "GatewayResponse").findUnique({ where: { id } });
  if (row === null) await tx.insert("GatewayResponse", { id, apiId, responseType, settings });
  else await tx.update("GatewayResponse", row, { settings });
}
