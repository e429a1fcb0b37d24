import { newId } from "../base/ids.ts";
import { type Authorizer, authorizerSchema } from "../definition/rest-api.ts";
import { checkShape, withoutEmpty } from "./check-shape.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { methodUsers } from "./find-users.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type AuthorizerResult = Authorizer & { entityVersion: number };
export type AuthorizerKey = { restApiId: string; authorizerId: string };
export type CreateAuthorizerInput = { restApiId: string; name: string; type: string } & {
  [Member in Exclude<keyof Authorizer, "id" | "name" | "type">]?: Authorizer[Member] | undefined;
};

export async function createAuthorizer(scope: Scope, input: CreateAuthorizerInput): Promise<AuthorizerResult> {
  const { restApiId: apiId, ...members } = input;
  return write(scope, { action: "authorizer:create", api: apiId, summary: `Create authorizer ${input.name}` }, async (tx) => {
    await getApiRow(tx.source, scope, apiId);
    const { id, name, ...settings } = checkAuthorizer({ ...members, id: newId(scope.random) });
    await demandFreeName(tx.source, { apiId, name, id });
    return authorizerOf(await tx.insert("Authorizer", { id, apiId, name, settings }));
  });
}

export async function getAuthorizer(scope: Scope, input: AuthorizerKey): Promise<AuthorizerResult> {
  return read(scope, async (source) => authorizerOf(await getAuthorizerRow(source, scope, input)));
}

export async function getAuthorizers(scope: Scope, input: { restApiId: string } & PageInput): Promise<Page<AuthorizerResult>> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const rows = await table(source, "Authorizer").findMany({ where: { apiId: input.restApiId }, orderBy: [{ name: "asc" }] });
    const page = pageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map(authorizerOf) };
  });
}

export async function updateAuthorizer(
  scope: Scope,
  key: AuthorizerKey,
  change: (draft: Authorizer) => Authorizer,
  options: UpdateOptions = {},
): Promise<AuthorizerResult> {
  return write(scope, { action: "authorizer:update", api: key.restApiId, summary: "Change an authorizer" }, async (tx) => {
    const row = await getAuthorizerRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, `The authorizer ${row.name}`);
    const { id, name, ...settings } = checkAuthorizer(change(structuredClone({ ...row.settings, id: row.id, name: row.name })));
    await demandFreeName(tx.source, { apiId: row.apiId, name, id });
    return authorizerOf(await tx.update("Authorizer", row, { name, settings }));
  });
}

export async function deleteAuthorizer(scope: Scope, input: AuthorizerKey): Promise<void> {
  await write(scope, { action: "authorizer:delete", api: input.restApiId, summary: "Delete an authorizer" }, async (tx) => {
    const row = await getAuthorizerRow(tx.source, scope, input);
    const [user] = await methodUsers(tx.source, input.restApiId, (method) => method.authorizerId === row.id);
    if (user !== undefined) throw conflict(`Cannot delete authorizer '${row.name}', is referenced in method: ${user.label}`);
    await tx.remove("Authorizer", { id: row.id });
  });
}

async function getAuthorizerRow(source: Source, scope: Scope, key: AuthorizerKey): Promise<Rows["Authorizer"]> {
  const unknown = () => notFound("Invalid Authorizer identifier specified");
  await getApiRow(source, scope, key.restApiId, unknown);
  const row = await table(source, "Authorizer").findUnique({ where: { id: key.authorizerId } });
  if (row?.apiId !== key.restApiId) throw unknown();
  return row;
}

async function demandFreeName(source: Source, wanted: { apiId: string; name: string; id: string }): Promise<void> {
  const other = await table(source, "Authorizer").findFirst({ where: { apiId: wanted.apiId, name: wanted.name } });
  if (other !== null && other.id !== wanted.id)
    throw conflict("Authorizer name must be unique. Authorizer name already exists in this REST API");
}

function authorizerOf(row: Rows["Authorizer"]): AuthorizerResult {
  return { ...row.settings, id: row.id, name: row.name, entityVersion: row.version };
}

export const authTypes: Readonly<Record<string, string>> = {
  TOKEN: "custom",
  REQUEST: "custom",
  COGNITO_USER_POOLS: "cognito_user_pools",
  JWT: "jwt",
};
const ttlDefaultSeconds = 300;
const ttlMaxSeconds = 3_600;

/** The rules of an authorizer; what the service fills in is filled in. */
export function checkAuthorizer(draft: unknown): Authorizer {
  const authorizer = checkShape(authorizerSchema, draft);
  const { type, authorizerResultTtlInSeconds: ttl = ttlDefaultSeconds } = authorizer;
  if (authorizer.name.trim() === "") throw badRequest("Authorizer name cannot be blank");
  const authType = Object.hasOwn(authTypes, type) ? authTypes[type] : undefined;
  if (authType === undefined) throw badRequest("Invalid Authorizer type specified. Valid options are [TOKEN, REQUEST, COGNITO_USER_POOLS]");
  if (ttl < 0 || ttl > ttlMaxSeconds) throw badRequest(`Authorizer result TTL must be between 0 and ${ttlMaxSeconds} seconds`);
  if (authType === "custom") checkLambdaAuthorizer(authorizer, ttl);
  if (type === "COGNITO_USER_POOLS" && (authorizer.providerARNs ?? []).length === 0) {
    throw badRequest("Invalid provider ARNs specified. A COGNITO_USER_POOLS authorizer needs at least one user pool");
  }
  return withoutEmpty({ ...authorizer, authType: authorizer.authType ?? authType, authorizerResultTtlInSeconds: ttl });
}

function checkLambdaAuthorizer({ authorizerUri, identitySource, type }: Authorizer, ttl: number): void {
  if (authorizerUri === undefined || !/^arn:[^:]*:apigateway:[^:]*:lambda:path\/.+/.test(authorizerUri)) {
    throw badRequest(
      `Invalid Authorizer URI: ${authorizerUri ?? ""}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    );
  }
  const needsSource = type === "TOKEN" || ttl > 0;
  if (needsSource && (identitySource === undefined || identitySource === "")) {
    throw badRequest("Identity source cannot be empty when results are cached or the authorizer takes a token.");
  }
}
