import { newId } from "../../base/ids.ts";
import { type V2Authorizer, v2AuthorizerSchema } from "../../definition/v2-api.ts";
import { checkShape, type Loose, withoutEmpty } from "../check-shape.ts";
import { badRequest, conflict, notFound } from "../errors.ts";
import { type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { demandVersion, read, type UpdateOptions } from "../write.ts";
import { changeV2Api, getV2ApiRow } from "./change-api.ts";
import { mergeMembers } from "./merge-members.ts";
import { type V2Page, type V2PageInput, v2PageOf } from "./page-v2.ts";
import { insertV2, updateV2, type V2Rows, v2Table } from "./v2-rows.ts";

export type V2AuthorizerResult = V2Authorizer & { entityVersion: number };
export type V2AuthorizerKey = { apiId: string; authorizerId: string };
type Members = Loose<Omit<V2Authorizer, "authorizerId">>;

export async function createV2Authorizer(scope: Scope, { apiId, ...members }: Members & { apiId: string }): Promise<V2AuthorizerResult> {
  return changeV2Api(scope, { action: "authorizer:create", apiId, summary: `Create authorizer ${members.name}` }, async (tx, api) => {
    const {
      authorizerId: id,
      name,
      ...settings
    } = checkV2Authorizer(api, {
      ...withoutEmpty(members),
      identitySource: members.identitySource ?? [],
      authorizerId: newId(scope.random),
    });
    await demandFreeName(tx.source, { apiId, name, id });
    return authorizerOf(await insertV2(tx, "Authorizer", { id, apiId, name, settings }));
  });
}

export async function getV2Authorizer(scope: Scope, key: V2AuthorizerKey): Promise<V2AuthorizerResult> {
  return read(scope, async (source) => authorizerOf(await getRow(source, scope, key)));
}

export async function getV2Authorizers(scope: Scope, input: { apiId: string } & V2PageInput): Promise<V2Page<V2AuthorizerResult>> {
  return read(scope, async (source) => {
    await getV2ApiRow(source, scope, input.apiId);
    const rows = await v2Table(source, "Authorizer").findMany({ where: { apiId: input.apiId }, orderBy: [{ id: "asc" }] });
    const page = v2PageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map(authorizerOf) };
  });
}

export async function updateV2Authorizer(
  scope: Scope,
  input: V2AuthorizerKey & Members,
  { expectedVersion }: UpdateOptions = {},
): Promise<V2AuthorizerResult> {
  const { apiId, authorizerId, ...members } = input;
  return changeV2Api(scope, { action: "authorizer:update", apiId, summary: "Change an authorizer" }, async (tx, api) => {
    const row = await getRow(tx.source, scope, input);
    await demandVersion(tx.source, row, expectedVersion, `Authorizer ${row.name}`);
    const before: V2Authorizer = { ...row.settings, authorizerId, name: row.name };
    const { authorizerId: id, name, ...settings } = checkV2Authorizer(api, mergeMembers(before, members));
    await demandFreeName(tx.source, { apiId, name, id });
    return authorizerOf(await updateV2(tx, "Authorizer", row, { name, settings }));
  });
}

export async function deleteV2Authorizer(scope: Scope, key: V2AuthorizerKey): Promise<void> {
  const { apiId, authorizerId } = key;
  await changeV2Api(scope, { action: "authorizer:delete", apiId, summary: "Delete an authorizer" }, async (tx) => {
    const row = await getRow(tx.source, scope, key);
    const users = (await table(tx.source, "Route").findMany({ where: { apiId } })).filter(
      (route) => route.settings.authorizerId === authorizerId,
    );
    const names = users.map(({ routeKey }) => routeKey).join(", ");
    // A conflict would make clients try again for half an hour.
    if (users.length > 0) throw badRequest(`Cannot delete authorizer '${row.name}', it is referenced in routes: ${names}`);
    await tx.remove("Authorizer", { id: authorizerId });
  });
}

async function getRow(source: Source, scope: Scope, key: V2AuthorizerKey): Promise<V2Rows["Authorizer"]> {
  await getV2ApiRow(source, scope, key.apiId);
  const row = await v2Table(source, "Authorizer").findUnique({ where: { id: key.authorizerId } });
  if (row?.apiId !== key.apiId) throw notFound("Invalid Authorizer identifier specified");
  return row;
}

async function demandFreeName(source: Source, wanted: { apiId: string; name: string; id: string }): Promise<void> {
  const other = await v2Table(source, "Authorizer").findFirst({ where: { apiId: wanted.apiId, name: wanted.name } });
  if (other !== null && other.id !== wanted.id)
    throw conflict("Authorizer name must be unique. Authorizer name already exists in this API");
}

/** The rules of an authorizer. */
export function checkV2Authorizer(api: V2Rows["Api"], draft: object): V2Authorizer {
  const authorizer = checkShape(v2AuthorizerSchema, { identitySource: [], ...draft });
  const { authorizerType, jwtConfiguration: jwt, identitySource, authorizerUri } = authorizer;
  if (authorizer.name.trim() === "") throw badRequest("Authorizer name cannot be blank");
  if (authorizerType === "JWT") {
    if (api.kind !== "HTTP") throw badRequest("JWT authorizers are only supported for HTTP APIs");
    if (identitySource.length !== 1) throw badRequest("JWT authorizers need exactly one identity source");
    if (!jwt?.issuer || !/^https?:\/\//.test(jwt.issuer)) throw badRequest("Issuer must be a URL that begins with https://");
    if ((jwt.audience ?? []).length === 0) throw badRequest("Audience must be specified for JWT authorizers");
    return authorizer;
  }
  if (authorizerUri === undefined || !/^arn:[^:]*:apigateway:[^:]*:lambda:path\/.+/.test(authorizerUri)) {
    throw badRequest("Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.");
  }
  return checkFunctionAuthorizer(api, authorizer);
}

function checkFunctionAuthorizer(api: V2Rows["Api"], authorizer: V2Authorizer): V2Authorizer {
  const {
    authorizerPayloadFormatVersion: version,
    enableSimpleResponses,
    authorizerResultTtlInSeconds: ttl = 0,
    identitySource,
  } = authorizer;
  if (api.kind !== "HTTP") return authorizer;
  if (version !== "1.0" && version !== "2.0")
    throw badRequest("AuthorizerPayloadFormatVersion is a required parameter for HTTP APIs: 1.0 or 2.0");
  if (enableSimpleResponses === true && version === "1.0")
    throw badRequest("EnableSimpleResponses flag is not supported when Payload Version is 1.0");
  if (ttl > 0 && identitySource.length === 0) throw badRequest("Identity sources are required when results are cached");
  return { ...authorizer, enableSimpleResponses: enableSimpleResponses ?? false, authorizerResultTtlInSeconds: ttl };
}

function authorizerOf({ id: authorizerId, name, settings, version }: V2Rows["Authorizer"]): V2AuthorizerResult {
  return { ...settings, authorizerId, name, entityVersion: version };
}
