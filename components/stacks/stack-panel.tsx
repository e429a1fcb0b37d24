"use client";
import { Trash2 } from "lucide-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { apiAddress } from "@/components/shell/navigation";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { QueryState } from "@/components/ui/query-state";
import { SwitchField } from "@/components/ui/switch";
import { Tabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import type { ApiKind } from "@/lib/client/operations";
import type { StackDetail } from "@/lib/client/stack-operations";
import { DeleteStackDialog } from "./delete-stack-dialog";
import { FactTable } from "./fact-table";
import { StackStatus } from "./stack-status";

const views = ["resources", "events", "outputs", "parameters"] as const;

export function StackPanel({ stackName }: { stackName: string }) {
  const stack = useOperation("getStack", { stackName });
  return (
    <QueryState query={stack} what="the stack">
      {(data) => <Panel stack={data} />}
    </QueryState>
  );
}

function Panel({ stack }: { stack: StackDetail }) {
  const { canWrite } = useUser();
  const [view, setView] = useQueryState("view", parseAsStringLiteral(views).withDefault("resources"));
  const [deleting, setDeleting] = useState(false);
  return (
    <section aria-label={`Stack ${stack.stackName}`} className="flex min-w-0 flex-col gap-3 rounded-md border border-line bg-raised p-3">
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="truncate text-lg">{stack.stackName}</h2>
        <StackStatus status={stack.status} />
        <span className="mr-auto text-muted text-sm">
          {stack.lastUpdatedTime ? "changed " : "made "}
          <Time date={stack.lastUpdatedTime ?? stack.creationTime} />
        </span>
        {canWrite ? (
          <Button look="danger" size="sm" onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden /> Delete ...
          </Button>
        ) : null}
      </header>
      <Protection stack={stack} />
      {stack.description ? <p className="text-muted">{stack.description}</p> : null}
      {stack.statusReason ? (
        <Alert tone="error" title="The last operation was taken back.">
          <code className="whitespace-pre-wrap">{stack.statusReason}</code>
        </Alert>
      ) : null}
      <Tabs
        label="Parts of the stack"
        value={view}
        onChange={(id) => void setView(views.find((known) => known === id) ?? null)}
        padded={false}
        tabs={[
          { id: "resources", label: "Resources", content: <Resources stack={stack} /> },
          { id: "events", label: "Events", content: <Events stack={stack} /> },
          { id: "outputs", label: "Outputs", content: <Outputs stack={stack} /> },
          { id: "parameters", label: "Parameters", content: <Parameters stack={stack} /> },
        ]}
      />
      {deleting ? <DeleteStackDialog stackName={stack.stackName} onClose={() => setDeleting(false)} /> : null}
    </section>
  );
}

/** Whether the stack may be deleted; for those who may not change that, it is said where it matters. */
function Protection({ stack: { stackName, enableTerminationProtection } }: { stack: StackDetail }) {
  const { canWrite } = useUser();
  const set = useWrite("updateTerminationProtection");
  const { offer } = useUndo();
  const change = (enable: boolean) =>
    set.mutate(
      { stackName, enableTerminationProtection: enable },
      {
        onSuccess: ({ revision }) => offer(enable ? `Protected stack ${stackName}` : `Stack ${stackName} is no longer protected`, revision),
      },
    );
  return (
    <>
      <SwitchField
        label="Termination protection"
        help="A protected stack is not deleted, neither here nor by a tool, until this is off. Templates still change it."
        checked={enableTerminationProtection}
        disabled={!canWrite || set.isPending}
        onChange={change}
      />
      {set.error ? (
        <Alert tone="error" title="The protection was not changed." live>
          {set.error.message}
        </Alert>
      ) : null}
    </>
  );
}

function Resources({ stack }: { stack: StackDetail }) {
  return (
    <FactTable
      label="Resources"
      columns={["Logical id", "Type", "Id"]}
      empty="The stack made nothing."
      rows={stack.resources.map(({ logicalId, type, physicalId, isImported }) => ({
        key: logicalId,
        cells: [
          logicalId,
          <span key="type">
            {type}
            {isImported ? null : <span className="block text-muted text-sm">skipped: of another service</span>}
          </span>,
          <PhysicalId key="id" type={type} id={physicalId} />,
        ],
      }))}
    />
  );
}

const kinds: Readonly<Record<string, ApiKind>> = { "AWS::ApiGateway::RestApi": "REST", "AWS::ApiGatewayV2::Api": "HTTP" };

/** The id of a resource; one of an API leads there. */
function PhysicalId({ type, id }: { type: string; id: string }) {
  const kind = kinds[type];
  const text = <code className="break-all">{id}</code>;
  if (kind === undefined) return text;
  return (
    <Link href={apiAddress({ id, kind })} className="text-accent underline underline-offset-2">
      {text}
    </Link>
  );
}

function Events({ stack }: { stack: StackDetail }) {
  return (
    <FactTable
      label="Events"
      columns={["When", "Resource", "Status"]}
      empty="Nothing happened yet."
      rows={stack.events.map(({ eventId, at, logicalId, status, reason }) => ({
        key: eventId,
        cells: [
          <span key="at" className="whitespace-nowrap">
            <Time date={at} />
          </span>,
          logicalId,
          <span key="status">
            <StackStatus status={status} />
            {reason ? <span className="block text-muted text-sm">{reason}</span> : null}
          </span>,
        ],
      }))}
    />
  );
}

function Outputs({ stack }: { stack: StackDetail }) {
  return (
    <FactTable
      label="Outputs"
      columns={["Name", "Value", "Export"]}
      empty="The template has no outputs."
      rows={stack.outputs.map(({ key, value, description, exportName }) => ({
        key,
        cells: [
          <span key="name">
            {key}
            {description ? <span className="block text-muted text-sm">{description}</span> : null}
          </span>,
          <code key="value" className="break-all">
            {value}
          </code>,
          exportName ?? "",
        ],
      }))}
    />
  );
}

function Parameters({ stack }: { stack: StackDetail }) {
  return (
    <FactTable
      label="Parameters"
      columns={["Name", "Value"]}
      empty="The template has no parameters."
      rows={stack.parameters.map(({ key, value }) => ({ key, cells: [key, <code key="value">{value}</code>] }))}
    />
  );
}
