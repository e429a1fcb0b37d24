"use client";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Field, Input, Textarea } from "@/components/ui/field";
import type { DomainDetailView } from "@/lib/client/operations";
import { chooseTarget, explainRule, type RoutedRequest } from "@/lib/definition/choose-target";
import { Card } from "./card";
import { conditionText } from "./rule-text";

/** Says which rule or mapping takes a request, by the same rules as gateways. */
export function WinsTester({ detail }: { detail: DomainDetailView }) {
  const [path, setPath] = useState("/");
  const [headers, setHeaders] = useState("");
  const apis = useOperation("listDomainTargets", {});
  const request = requestOf(path, headers, detail.name);
  const { rules, mappings } = detail.routes;
  const winner = chooseTarget({ routingMode: detail.routingMode, rules, mappings }, request);
  const api = apis.data?.find(({ id }) => id === winner?.apiId)?.name ?? winner?.apiId;
  const passed = detail.routingMode === "API_MAPPING_ONLY" ? [] : rules.filter((rule) => explainRule(rule, request).length > 0);
  return (
    <Card title="Which rule wins?" text="Describe a request; nothing is sent.">
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="flex flex-col gap-3">
          <Field label="Path">{(ids) => <Input {...ids} mono value={path} onChange={(event) => setPath(event.target.value)} />}</Field>
          <Field label="Headers" optional help="One a line: Name: value.">
            {(ids) => <Textarea {...ids} mono value={headers} onChange={(event) => setHeaders(event.target.value)} />}
          </Field>
        </div>
        <div role="status" aria-label="The winner" className="flex flex-col gap-2">
          {winner === undefined ? (
            <Alert tone="warn" title="Nothing takes it: the caller gets 403 Forbidden." />
          ) : (
            <Alert
              tone="ok"
              title={winner.by.kind === "rule" ? `Rule ${winner.by.rule.priority} wins` : `Mapping ${winner.basePath || "(none)"} wins`}
            >
              {api}, {winner.stage === "" ? "the stage that the path names" : `stage ${winner.stage}`}, path <code>{winner.path}</code>
            </Alert>
          )}
          {passed.map((rule) => (
            <p key={rule.routingRuleId} className="text-muted text-sm">
              Rule {rule.priority} ({conditionText(rule)}) does not match: {explainRule(rule, request).join("; ")}.
            </p>
          ))}
        </div>
      </div>
    </Card>
  );
}

function requestOf(path: string, headers: string, host: string): RoutedRequest {
  const [only = ""] = path.trim().split("?");
  const pairs = headers.split("\n").flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 1 ? [] : [{ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }];
  });
  const given = pairs.some(({ name }) => name === "host") ? pairs : [...pairs, { name: "host", value: host }];
  return {
    path: only.startsWith("/") ? only : `/${only}`,
    headerValues: (wanted) => given.flatMap(({ name, value }) => (name === wanted ? [value] : [])),
  };
}
