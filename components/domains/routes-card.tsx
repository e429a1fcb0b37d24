"use client";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field, NativeSelect } from "@/components/ui/field";
import type { DomainDetailView, DomainRef } from "@/lib/client/operations";
import type { DomainMapping, RoutingMode, RoutingRule } from "@/lib/definition/domain";
import { Card } from "./card";
import { MappingDialog } from "./mapping-dialog";
import { modeTexts } from "./mode-texts";
import { RuleDialog } from "./rule-dialog";
import { conditionText } from "./rule-text";

type Props = { domain: DomainRef; detail: DomainDetailView };
type Editing = { kind: "mapping"; mapping?: DomainMapping } | { kind: "rule"; rule?: RoutingRule };

/** Rules and mappings in the order in which they are looked at. */
export function RoutesCard({ domain, detail }: Props) {
  const { canWrite } = useUser();
  const [editing, setEditing] = useState<Editing>();
  const apis = useOperation("listDomainTargets", {});
  const { routingMode, routes } = detail;
  const rulesAct = routingMode !== "API_MAPPING_ONLY";
  const mappingsAct = routingMode !== "ROUTING_RULE_ONLY";
  const nameOf = (apiId: string) => apis.data?.find(({ id }) => id === apiId)?.name ?? apiId;
  return (
    <Card
      title="What leads where"
      text={modeTexts[routingMode].text}
      actions={
        canWrite ? (
          <>
            <Button disabled={!rulesAct} onClick={() => setEditing({ kind: "rule" })}>
              <Plus aria-hidden /> Routing rule
            </Button>
            <Button disabled={!mappingsAct} onClick={() => setEditing({ kind: "mapping" })}>
              <Plus aria-hidden /> Mapping
            </Button>
          </>
        ) : null
      }
    >
      <ModeField domain={domain} detail={detail} />
      {routes.rules.length + routes.mappings.length === 0 ? (
        <p className="text-muted">Nothing yet: every call of this name gets 403. A mapping of the empty base path takes all of them.</p>
      ) : (
        <ol aria-label="Rules and mappings, in their order" className="flex flex-col rounded-md border border-line">
          {routes.rules.map((rule) => (
            <Line key={rule.routingRuleId} acts={rulesAct} badge={`rule ${rule.priority}`} from={conditionText(rule)}>
              <Target api={nameOf(rule.apiId)} stage={rule.stage} />
              {canWrite ? <RuleActions domain={domain} rule={rule} onEdit={() => setEditing({ kind: "rule", rule })} /> : null}
            </Line>
          ))}
          {routes.mappings.map((mapping) => (
            <Line
              key={mapping.apiMappingId}
              acts={mappingsAct}
              badge="mapping"
              from={mapping.basePath === "" ? "(none)" : `/${mapping.basePath}`}
            >
              <Target api={nameOf(mapping.apiId)} stage={mapping.stage} />
              {canWrite ? (
                <MappingActions domain={domain} mapping={mapping} onEdit={() => setEditing({ kind: "mapping", mapping })} />
              ) : null}
            </Line>
          ))}
        </ol>
      )}
      {editing?.kind === "mapping" ? (
        <MappingDialog domain={domain} mapping={editing.mapping} apis={apis.data ?? []} onClose={() => setEditing(undefined)} />
      ) : null}
      {editing?.kind === "rule" ? (
        <RuleDialog domain={domain} rule={editing.rule} rules={routes.rules} apis={apis.data ?? []} onClose={() => setEditing(undefined)} />
      ) : null}
    </Card>
  );
}

function ModeField({ domain, detail }: Props) {
  const { canWrite } = useUser();
  const { offer } = useUndo();
  const write = useWrite("updateDomain", {
    onSuccess: ({ revision }) => offer("Changed the routing mode", revision),
    onError: (error) => void toast.error("Could not change the routing mode.", { description: error.message }),
  });
  const chosen = write.isPending ? (write.variables.routingMode ?? detail.routingMode) : detail.routingMode;
  return (
    <Field label="Routing mode" className="max-w-96">
      {(ids) => (
        <NativeSelect
          {...ids}
          disabled={!canWrite}
          value={chosen}
          onChange={(event) =>
            // The options are the names of the table.
            write.mutate({ ...domain, routingMode: event.target.value as RoutingMode, expectedVersion: detail.version })
          }
        >
          {Object.entries(modeTexts).map(([mode, { label }]) => (
            <option key={mode} value={mode}>
              {label}
            </option>
          ))}
        </NativeSelect>
      )}
    </Field>
  );
}

type LineProps = { acts: boolean; badge: string; from: string; children: React.ReactNode };

function Line({ acts, badge, from, children }: LineProps) {
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-2 border-line border-b px-3 py-1.5 last:border-b-0">
      <Badge tone={acts ? "accent" : "neutral"}>{badge}</Badge>
      <code className={cn("min-w-0 flex-1 break-words", !acts && "text-muted line-through")}>{from}</code>
      {children}
    </li>
  );
}

function Target({ api, stage }: { api: string; stage: string }) {
  return (
    <span className="text-muted">
      to <span className="font-medium text-fg">{api}</span> {stage === "" ? "the stage that the path names" : <code>{stage}</code>}
    </span>
  );
}

type ActionsProps = { name: string; onEdit: () => void; onRemove: () => void; busy: boolean };

function Actions({ name, onEdit, onRemove, busy }: ActionsProps) {
  return (
    <span className="flex gap-1">
      <Button look="ghost" size="iconSm" aria-label={`Edit ${name}`} onClick={onEdit}>
        <Pencil aria-hidden />
      </Button>
      <Button look="ghost" size="iconSm" aria-label={`Remove ${name}`} busy={busy} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </span>
  );
}

function RuleActions({ domain, rule, onEdit }: { domain: DomainRef; rule: RoutingRule; onEdit: () => void }) {
  const { offer } = useUndo();
  const remove = useWrite("deleteRoutingRule", {
    onSuccess: ({ revision }) => offer(`Removed rule ${rule.priority}`, revision),
    onError: (error) => void toast.error("Could not remove the rule.", { description: error.message }),
  });
  const name = `rule ${rule.priority}`;
  const { routingRuleId } = rule;
  return <Actions name={name} onEdit={onEdit} busy={remove.isPending} onRemove={() => remove.mutate({ ...domain, routingRuleId })} />;
}

function MappingActions({ domain, mapping, onEdit }: { domain: DomainRef; mapping: DomainMapping; onEdit: () => void }) {
  const name = `mapping ${mapping.basePath === "" ? "(none)" : mapping.basePath}`;
  const { offer } = useUndo();
  const remove = useWrite("deleteDomainMapping", {
    onSuccess: ({ revision }) => offer(`Removed ${name}`, revision),
    onError: (error) => void toast.error("Could not remove the mapping.", { description: error.message }),
  });
  const { apiMappingId } = mapping;
  return <Actions name={name} onEdit={onEdit} busy={remove.isPending} onRemove={() => remove.mutate({ ...domain, apiMappingId })} />;
}
