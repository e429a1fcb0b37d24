import { Buffer } from "node:buffer";
import type { FilterRule, RequestFilter, SizedPart } from "../../definition/request-filter.ts";
import { compileNetworks } from "../../policy/networks.ts";
import type { Exchange } from "../exchange.ts";
import { type HeaderList, headerValues } from "../message.ts";
import { formsOf } from "./decode-text.ts";
import { detectScript } from "./detect-script.ts";
import { detectSql } from "./detect-sql.ts";
import type { InspectedText } from "./inspected-parts.ts";

/** What a rule found; shown in logs, so never a value that a caller sent. */
export type Finding = Readonly<Record<string, string>>;

/** A request as rules look at it; what is costly is made for the first rule that asks. */
export type Inspected = { exchange: Exchange; texts(): Promise<readonly InspectedText[]> };

export type CompiledRule = {
  name: string;
  action: FilterRule["action"];
  find(inspected: Inspected): Finding | undefined | Promise<Finding | undefined>;
};

/** A filter as a stage asks it. */
export type CompiledFilter = {
  id: string;
  name: string;
  rules: readonly CompiledRule[];
  blocksByDefault: boolean;
  inspectedBodyBytes: number;
};

export function compileFilter(filter: RequestFilter & { id: string; name: string }): CompiledFilter {
  return {
    id: filter.id,
    name: filter.name,
    rules: filter.rules.map((rule) => ({ name: rule.name, action: rule.action, find: compileRule(rule, filter.id) })),
    blocksByDefault: filter.defaultAction === "BLOCK",
    inspectedBodyBytes: filter.inspectedBodyBytes,
  };
}

function compileRule(rule: FilterRule, filterId: string): CompiledRule["find"] {
  switch (rule.kind) {
    case "IP_SET":
      return compileAddresses(rule);
    case "RATE":
      return compileRate(rule, filterId);
    case "SIZE":
      return compileSize(rule);
    case "SQL_INJECTION":
      return findText(detectSql);
    case "CROSS_SITE_SCRIPTING":
      return findText(detectScript);
  }
}

function compileAddresses({ addresses, isNegated }: FilterRule & { kind: "IP_SET" }): CompiledRule["find"] {
  const isListed = compileNetworks(addresses);
  return ({ exchange: { request } }) => {
    if (isListed(request.sourceIp) === isNegated) return undefined;
    return { found: isNegated ? "an address that is not in the set" : "an address of the set", sourceIp: request.sourceIp };
  };
}

/** A bucket for each address: the limit at once, then as many in each window. */
function compileRate({ name, limit, windowSeconds }: FilterRule & { kind: "RATE" }, filterId: string): CompiledRule["find"] {
  return async ({ exchange: { request, ports } }) => {
    const address = callerOf(request.sourceIp);
    const key = `filter/${filterId}/${name}/${address}`;
    if (await ports.limits.take({ key, ratePerSecond: limit / windowSeconds, burst: limit })) return undefined;
    return { found: "too many requests of one address", address, limit: String(limit), windowSeconds: String(windowSeconds) };
  };
}

/** Networks of IPv6 give each customer at least 64 bits of addresses, so that one of them counts as one caller. */
function callerOf(sourceIp: string): string {
  if (!sourceIp.includes(":") || sourceIp.includes(".")) return sourceIp;
  const [head = "", tail] = sourceIp.split("::", 2);
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : new Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  return `${[...front, ...zeros, ...back].slice(0, 4).join(":")}::/64`;
}

function compileSize({ part, bytesMax }: FilterRule & { kind: "SIZE" }): CompiledRule["find"] {
  return async ({ exchange }) => {
    const size = await sizeOf(part, exchange);
    return size > bytesMax ? { found: `a size above ${bytesMax} bytes`, part, bytes: String(size) } : undefined;
  };
}

async function sizeOf(part: SizedPart, { request }: Exchange): Promise<number> {
  switch (part) {
    case "BODY":
      return request.body.length ?? (await request.body.collect()).length;
    case "QUERY_STRING":
      return Buffer.byteLength(request.rawQuery);
    case "URI_PATH":
      return Buffer.byteLength(request.rawPath);
    case "COOKIES":
      return Buffer.byteLength(headerValues(request.headers, "cookie").join("; "));
    case "HEADERS":
      return headerBytes(request.headers);
  }
}

function headerBytes(headers: HeaderList): number {
  // Each header has a colon, a blank and a line's end besides.
  return headers.reduce((sum, text) => sum + Buffer.byteLength(text) + 2, 0);
}

function findText(detect: (text: string) => string | undefined): CompiledRule["find"] {
  return async ({ texts }) => {
    for (const { part, text } of await texts()) {
      for (const form of formsOf(text)) {
        const found = detect(form);
        if (found !== undefined) return { found, part };
      }
    }
    return undefined;
  };
}
