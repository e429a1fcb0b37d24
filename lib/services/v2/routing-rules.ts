import { z } from "zod";
import { newId } from "../../base/ids.ts";
import { withoutSlashes } from "../../definition/choose-target.ts";
import { type RoutingCondition, routingConditionSchema } from "../../definition/domain.ts";
import { checkShape } from "../check-shape.ts";
import { demandTarget } from "../domain-mappings.ts";
import { arnOfDomain, type DomainKey, type DomainRow, getDomainRow, isPrivate } from "../domains.ts";
import { badRequest, conflict, notFound } from "../errors.ts";
import { type Rows, type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { read, write } from "../write.ts";
import { v2PageOf } from "./page-v2.ts";

const draftSchema = z.object({
  actions: z.array(z.object({ invokeApi: z.object({ apiId: z.string(), stage: z.string(), stripBasePath: z.boolean().optional() }) })),
  conditions: z.array(routingConditionSchema),
  priority: z.number(),
});
/** Read by the schema above: members of members may be missing. */
type Draft = { actions: readonly unknown[]; conditions: readonly unknown[]; priority: number };

/** A routing rule as clients of the service see it. */
export type RoutingRuleResult = {
  routingRuleId: string;
  routingRuleArn: string;
  priority: number;
  conditions: RoutingCondition[];
  actions: z.infer<typeof draftSchema>["actions"];
};
type Key = DomainKey & { routingRuleId: string };

const rulesMax = 200;
const priorityMax = 1_000_000;
const [headerLengthMax, globLengthMax, infixLengthMax, basePathLengthMax] = [39, 127, 39, 127];

export async function createRoutingRule(scope: Scope, input: DomainKey & Draft): Promise<RoutingRuleResult> {
  return write(scope, { action: "routing-rule:create", summary: `Add a routing rule to ${input.domainName}` }, async (tx) => {
    const domain = await getDomainRow(tx.source, scope, input);
    if (domain.settings.routingMode === "API_MAPPING_ONLY")
      throw badRequest("The routing mode of the domain name is API_MAPPING_ONLY, which allows no routing rules");
    const rows = await getRuleRows(tx.source, domain);
    if (rows.length >= rulesMax) throw badRequest(`A custom domain name has at most ${rulesMax} routing rules`);
    const columns = await checkRule(tx.source, scope, domain, input);
    demandFreePriority(rows, columns.priority);
    const row = await tx.insert("RoutingRule", { id: newId(scope.random, 6), domainId: domain.id, ...columns, createdAt: tx.at });
    return ruleOf(scope, domain, row);
  });
}

export async function getRoutingRule(scope: Scope, key: Key): Promise<RoutingRuleResult> {
  return read(scope, async (source) => {
    const domain = await getDomainRow(source, scope, key);
    return ruleOf(scope, domain, await getRuleRow(source, domain, key.routingRuleId));
  });
}

export async function listRoutingRules(
  scope: Scope,
  input: DomainKey & { maxResults?: number | undefined; nextToken?: string | undefined },
): Promise<{ routingRules: RoutingRuleResult[]; nextToken?: string }> {
  const { maxResults, nextToken: after } = input;
  return read(scope, async (source) => {
    const domain = await getDomainRow(source, scope, input);
    const page = { maxResults: maxResults === undefined ? undefined : String(maxResults), nextToken: after };
    const { items, ...next } = v2PageOf(await getRuleRows(source, domain), (row) => row.id, page);
    return { ...next, routingRules: items.map((row) => ruleOf(scope, domain, row)) };
  });
}

/** Replaces a rule as a whole. */
export async function putRoutingRule(scope: Scope, input: Key & Draft): Promise<RoutingRuleResult> {
  return write(scope, { action: "routing-rule:update", summary: `Change a routing rule of ${input.domainName}` }, async (tx) => {
    const domain = await getDomainRow(tx.source, scope, input);
    const row = await getRuleRow(tx.source, domain, input.routingRuleId);
    const columns = await checkRule(tx.source, scope, domain, input);
    const others = (await getRuleRows(tx.source, domain)).filter((other) => other.id !== row.id);
    demandFreePriority(others, columns.priority);
    return ruleOf(scope, domain, await tx.update("RoutingRule", row, columns));
  });
}

export async function deleteRoutingRule(scope: Scope, key: Key): Promise<void> {
  await write(scope, { action: "routing-rule:delete", summary: `Remove a routing rule of ${key.domainName}` }, async (tx) => {
    const row = await getRuleRow(tx.source, await getDomainRow(tx.source, scope, key), key.routingRuleId);
    await tx.remove("RoutingRule", { id: row.id });
  });
}

/** By priority, as they are looked at. */
export async function getRuleRows(source: Source, domain: DomainRow): Promise<Rows["RoutingRule"][]> {
  return table(source, "RoutingRule").findMany({ where: { domainId: domain.id }, orderBy: [{ priority: "asc" }] });
}

async function getRuleRow(source: Source, domain: DomainRow, id: string): Promise<Rows["RoutingRule"]> {
  const row = await table(source, "RoutingRule").findUnique({ where: { id } });
  if (row?.domainId !== domain.id) throw notFound("Invalid routing rule identifier specified");
  return row;
}

function demandFreePriority(rows: readonly Rows["RoutingRule"][], priority: number): void {
  if (rows.some((row) => row.priority === priority))
    throw conflict(`A routing rule with priority ${priority} already exists for this domain name`);
}

type Columns = Pick<Rows["RoutingRule"], "apiId" | "stage" | "priority" | "settings">;

async function checkRule(source: Source, scope: Scope, domain: DomainRow, draft: Draft): Promise<Columns> {
  const { actions, conditions, priority } = checkShape(draftSchema, draft);
  const [action] = actions;
  if (action === undefined || actions.length !== 1) throw badRequest("A routing rule has exactly one action");
  if (!Number.isInteger(priority) || priority < 1 || priority > priorityMax)
    throw badRequest(`The priority must be between 1 and ${priorityMax}`);
  const { apiId, stage, stripBasePath = false } = action.invokeApi;
  const api = await demandTarget(source, scope, { apiId, stage, isPrivate: isPrivate(domain.settings) });
  if (api.kind !== "REST") throw badRequest("Routing rules lead to REST APIs only");
  if (stage === "") throw badRequest("Invalid stage identifier specified");
  const checked = checkConditions(conditions);
  if (stripBasePath && !checked.some(({ matchBasePaths }) => matchBasePaths !== undefined))
    throw badRequest("A base path can be stripped only where a condition names one");
  return { apiId, stage, priority, settings: { conditions: checked, stripBasePath } };
}

function checkConditions(conditions: readonly RoutingCondition[]): RoutingCondition[] {
  const headers = conditions.flatMap(({ matchHeaders }) => (matchHeaders === undefined ? [] : [matchHeaders]));
  const paths = conditions.flatMap(({ matchBasePaths }) => (matchBasePaths === undefined ? [] : [matchBasePaths]));
  if (headers.length > 2 || paths.length > 1)
    throw badRequest("A routing rule has at most two header conditions and one base path condition");
  if ([...headers, ...paths].some(({ anyOf }) => anyOf.length !== 1)) throw badRequest("anyOf must have exactly one value");
  for (const { anyOf } of headers) for (const condition of anyOf) checkHeader(condition);
  for (const { anyOf } of paths) for (const path of anyOf) checkBasePath(path);
  if (headers.length + paths.length < conditions.length) throw badRequest("A condition names headers or a base path");
  return [...headers.map((matchHeaders) => ({ matchHeaders })), ...paths.map((matchBasePaths) => ({ matchBasePaths }))];
}

const unsupportedHeaders =
  /^(access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-apigw-api-id|x-forwarded-(for|host|proto)|x-restapi|via)$/i;

function checkHeader({ header, valueGlob }: { header: string; valueGlob: string }): void {
  if (header.length > headerLengthMax || !/^[\w!#$%&'.^`|~?-]+$/.test(header))
    throw badRequest(`Invalid header name specified: ${header.slice(0, 100)}`);
  if (unsupportedHeaders.test(header)) throw badRequest(`The header ${header} is not supported in routing rules`);
  // Beyond the characters of header names, since cookies and media types have these.
  const isInfix = valueGlob.length > 1 && valueGlob.startsWith("*") && valueGlob.endsWith("*");
  const isAllowed = /^\*?[^*\s][^*\r\n]*\*?$|^\*$/.test(valueGlob);
  if (valueGlob.length > (isInfix ? infixLengthMax : globLengthMax) || !isAllowed)
    throw badRequest("Invalid header value glob specified: an asterisk may stand at its beginning and its end only, and it is short");
}

function checkBasePath(path: string): void {
  const base = withoutSlashes(path);
  if (base === "" || path.length > basePathLengthMax || !/^[\w$\-.+!*'()/]+$/.test(path))
    throw badRequest("Invalid base path specified: it has letters, digits and the characters $-_.+!*'()/");
}

function ruleOf(scope: Scope, domain: DomainRow, row: Rows["RoutingRule"]): RoutingRuleResult {
  const { id, apiId, stage, priority, settings } = row;
  const { region, accountId } = scope.workspace;
  const [, resource = ""] = arnOfDomain(scope, domain).split(":/");
  return {
    routingRuleId: id,
    routingRuleArn: `arn:aws:apigateway:${region}:${accountId}:/${resource}/routingrules/${id}`,
    priority,
    conditions: settings.conditions,
    actions: [{ invokeApi: { apiId, stage, stripBasePath: settings.stripBasePath } }],
  };
}
