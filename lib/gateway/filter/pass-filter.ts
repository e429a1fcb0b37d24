import type { Exchange } from "../exchange.ts";
import { Refusal } from "../refusal.ts";
import type { CompiledFilter, CompiledRule, Finding, Inspected } from "./compile-filter.ts";
import { inspectedTexts } from "./inspected-parts.ts";

/** Asks the rules in their order, until one allows or blocks. What is only counted goes on, and into the log. */
export async function passFilter(filter: CompiledFilter, exchange: Exchange): Promise<void> {
  exchange.wafResponseCode = "WAF_BLOCK";
  const inspected = inspect(filter, exchange);
  for (const rule of filter.rules) {
    const found = rule.find(inspected);
    const finding = found instanceof Promise ? await found : found;
    if (finding === undefined) continue;
    if (rule.action === "BLOCK") throw blocked(filter, rule.name, finding);
    if (rule.action === "ALLOW") {
      note(exchange, `Rule ${rule.name} of filter ${filter.name} allows: ${finding.found}`);
      exchange.wafResponseCode = "WAF_ALLOW";
      return;
    }
    count(filter, rule, exchange, finding);
  }
  if (filter.blocksByDefault) throw blocked(filter, "default", { found: "no rule allows it" });
  exchange.wafResponseCode = "WAF_ALLOW";
}

function inspect({ inspectedBodyBytes }: CompiledFilter, exchange: Exchange): Inspected {
  let texts: ReturnType<Inspected["texts"]> | undefined;
  return {
    exchange,
    texts: () => {
      texts ??= readTexts(exchange, inspectedBodyBytes);
      return texts;
    },
  };
}

async function readTexts(exchange: Exchange, bodyBytesMax: number) {
  const { request, query } = exchange;
  const body = request.body.length === 0 ? undefined : await request.body.collect();
  return inspectedTexts(request, query, body?.subarray(0, bodyBytesMax));
}

function blocked(filter: CompiledFilter, rule: string, finding: Finding): Refusal {
  return new Refusal({
    responseType: "WAF_FILTERED",
    reason: "FILTER_BLOCKED",
    evidence: { filterId: filter.id, filter: filter.name, rule, ...finding },
    logLine: `Request blocked by rule ${rule} of filter ${filter.name}: ${finding.found}`,
  });
}

function count(filter: CompiledFilter, { name }: CompiledRule, exchange: Exchange, finding: Finding): void {
  exchange.counted ??= { filterId: filter.id, filter: filter.name, counted: name, ...finding };
  note(exchange, `Rule ${name} of filter ${filter.name} counts the request: ${finding.found}${finding.part ? ` in ${finding.part}` : ""}`);
}

function note({ trace }: Exchange, line: string): void {
  if (!trace.isKept) return;
  trace.log(line);
  trace.annotate({ note: line });
}
