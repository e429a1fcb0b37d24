import { type GatewayResponseType, gatewayResponseTypes } from "../definition/gateway-response-types.ts";
import { type GatewayResponse, gatewayResponseSchema } from "../definition/rest-api.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { checkShape, withoutEmpty } from "./check-shape.ts";
import { badRequest, notFound, validationResult } from "./errors.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type GatewayResponseResult = Omit<GatewayResponse, "statusCode"> & {
  statusCode?: string;
  defaultResponse: boolean;
  /** 0 while the response is the default one. */
  entityVersion: number;
};
export type GatewayResponseKey = { restApiId: string; responseType: GatewayResponseType };
export type PutGatewayResponseInput = GatewayResponseKey & {
  statusCode?: string | undefined;
  responseParameters?: Record<string, string> | undefined;
  responseTemplates?: Record<string, string> | undefined;
};

export async function putGatewayResponse(scope: Scope, input: PutGatewayResponseInput): Promise<GatewayResponseResult> {
  const { restApiId: _, ...response } = input;
  return store(scope, input, {}, () => response);
}

export async function getGatewayResponse(scope: Scope, input: GatewayResponseKey): Promise<GatewayResponseResult> {
  return read(scope, async (source) => {
    const row = await findRow(source, scope, input);
    return row === undefined ? defaultResponse(input.responseType) : responseOf(row);
  });
}

/** Every type: customized ones and the defaults of the others. */
export async function getGatewayResponses(scope: Scope, input: { restApiId: string } & PageInput): Promise<Page<GatewayResponseResult>> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const rows = await table(source, "GatewayResponse").findMany({ where: { apiId: input.restApiId } });
    const stored = new Map(rows.map((row) => [row.responseType, responseOf(row)]));
    const items = gatewayResponseTypes.map((type) => stored.get(type) ?? defaultResponse(type));
    return pageOf(items, (item) => item.responseType, { ...input, limit: input.limit ?? items.length });
  });
}

/** Changes a response; one that was the default becomes a customized one. */
export async function updateGatewayResponse(
  scope: Scope,
  key: GatewayResponseKey,
  change: (draft: GatewayResponse) => GatewayResponse,
  options: UpdateOptions = {},
): Promise<GatewayResponseResult> {
  return store(scope, key, options, change);
}

/** Back to the default. */
export async function deleteGatewayResponse(scope: Scope, input: GatewayResponseKey): Promise<void> {
  const intent = { action: "gateway-response:delete", api: input.restApiId, summary: `Reset gateway response ${input.responseType}` };
  await write(scope, intent, async (tx) => {
    const row = await findRow(tx.source, scope, input);
    if (row === undefined) throw notFound("Gateway response type not defined on api");
    await tx.remove("GatewayResponse", { id: row.id });
  });
}

async function store(
  scope: Scope,
  key: GatewayResponseKey,
  options: UpdateOptions,
  change: (draft: GatewayResponse) => GatewayResponse,
): Promise<GatewayResponseResult> {
  const { restApiId: apiId, responseType } = key;
  const intent = { action: "gateway-response:update", api: apiId, summary: `Set gateway response ${responseType}` };
  return write(scope, intent, async (tx) => {
    const row = await findRow(tx.source, scope, key);
    await demandVersion(tx.source, { version: row?.version ?? 0 }, options.expectedVersion, `The gateway response ${responseType}`);
    const { defaultResponse: _, entityVersion: __, ...initial } = defaultResponse(responseType);
    const settings = checkGatewayResponse(change(structuredClone(row?.settings ?? initial)));
    if (row !== undefined) return responseOf(await tx.update("GatewayResponse", row, { settings }));
    return responseOf(await tx.insert("GatewayResponse", { id: gatewayResponseRowId(key), apiId, responseType, settings }));
  });
}

export function gatewayResponseRowId(key: GatewayResponseKey): string {
  return `${key.restApiId}/${key.responseType}`;
}

async function findRow(source: Source, scope: Scope, key: GatewayResponseKey): Promise<Rows["GatewayResponse"] | undefined> {
  await getApiRow(source, scope, key.restApiId);
  return (await table(source, "GatewayResponse").findUnique({ where: { id: gatewayResponseRowId(key) } })) ?? undefined;
}

function responseOf(row: Rows["GatewayResponse"]): GatewayResponseResult {
  return { ...withShownStatus(row.settings), defaultResponse: false, entityVersion: row.version };
}

/** The status of a type whose response names none. */
export const gatewayResponseStatus: Readonly<Record<GatewayResponseType, string | undefined>> = {
  ACCESS_DENIED: "403",
  API_CONFIGURATION_ERROR: "500",
  AUTHORIZER_CONFIGURATION_ERROR: "500",
  AUTHORIZER_FAILURE: "500",
  BAD_REQUEST_BODY: "400",
  BAD_REQUEST_PARAMETERS: "400",
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: "403",
  INTEGRATION_FAILURE: "504",
  INTEGRATION_TIMEOUT: "504",
  INVALID_API_KEY: "403",
  INVALID_SIGNATURE: "403",
  MISSING_AUTHENTICATION_TOKEN: "403",
  QUOTA_EXCEEDED: "429",
  REQUEST_TOO_LARGE: "413",
  RESOURCE_NOT_FOUND: "404",
  THROTTLED: "429",
  UNAUTHORIZED: "401",
  UNSUPPORTED_MEDIA_TYPE: "415",
  WAF_FILTERED: "403",
};

function withShownStatus(response: GatewayResponse): Omit<GatewayResponseResult, "defaultResponse" | "entityVersion"> {
  const { statusCode = gatewayResponseStatus[response.responseType], ...members } = response;
  return { responseParameters: {}, responseTemplates: {}, ...members, ...(statusCode === undefined ? {} : { statusCode }) };
}

function defaultResponse(responseType: GatewayResponseType): GatewayResponseResult {
  const responseTemplates = { "application/json": '{"message":$context.error.messageString}' };
  return { ...withShownStatus({ responseType, responseTemplates }), defaultResponse: true, entityVersion: 0 };
}

export function checkGatewayResponse(draft: unknown): GatewayResponse {
  const response = checkShape(gatewayResponseSchema, draft);
  const { statusCode } = response;
  if (statusCode !== undefined && !/^[1-5]\d\d$/.test(statusCode)) throw badRequest("Invalid status code specified");
  for (const [to, from] of Object.entries(response.responseParameters ?? {})) {
    const fits = /^gatewayresponse\.header\.[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(to) && parseExpression(from).ok;
    if (!fits)
      throw validationResult("Invalid mapping expression specified", [`Invalid mapping expression specified: ${fits ? from : to}`]);
  }
  return withoutEmpty(response);
}
