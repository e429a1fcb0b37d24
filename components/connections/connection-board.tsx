"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Cable, Send, Unplug } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { memo, useDeferredValue, useState } from "react";
import { useAction, useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ConfirmDialog, Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, Input, Textarea } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";
import type { ListedConnection } from "@/lib/client/connection-operations";
import { formatNumber, plural } from "@/lib/client/format";

type Props = { apiId: string; stageName: string };

const refreshMs = 2_500;

/** The connections that are open on a stage; who may deploy can send to one and drop it. */
export function ConnectionBoard({ apiId, stageName }: Props) {
  const [filter, setFilter] = useQueryState("who", parseAsString.withDefault("").withOptions({ throttleMs: 200 }));
  const wanted = useDeferredValue(filter.trim());
  const question = { apiId, stageName, ...(wanted === "" ? {} : { filter: wanted }) };
  const board = useOperation("listConnections", question, { everyMs: refreshMs, keepPrevious: true, staleMs: 0 });
  // Said here and not in a toast, which would lie over the buttons of the rows.
  const [said, setSaid] = useState("");
  const queries = useQueryClient();
  return (
    <section aria-label="Open connections" className="flex flex-col gap-2">
      <header className="flex items-baseline gap-3">
        <h2 className="text-lg">Open connections</h2>
        {board.data ? (
          <span className="text-muted">
            {wanted === "" ? formatNumber(board.data.total) : `${formatNumber(board.data.matching)} of ${formatNumber(board.data.total)}`}
          </span>
        ) : null}
        <Input
          type="search"
          aria-label="Filter connections"
          placeholder="Id, address, client or caller"
          maxLength={256}
          className="w-64"
          value={filter}
          onChange={(event) => void setFilter(event.target.value || null)}
        />
        <output aria-live="polite" className="ml-auto text-muted text-sm">
          {said}
        </output>
      </header>
      <QueryState query={board} what="the connections">
        {({ matching, total, otherGateways, connections }) =>
          connections.length === 0 && total > 0 ? (
            <p className="text-muted">No open connection has “{wanted}” in its id, address, client or caller.</p>
          ) : connections.length === 0 ? (
            <div className="rounded-md border border-line border-dashed">
              <EmptyState title="Nobody is connected" icon={<Cable />}>
                Connections of clients and of the tester above show here while they are open.
              </EmptyState>
            </div>
          ) : (
            <>
              <BoardTable
                apiId={apiId}
                stageName={stageName}
                connections={connections}
                onDone={(text) => {
                  setSaid(text);
                  // Under other filters too: whoever clears this one shall not see who is gone.
                  void queries.invalidateQueries({ queryKey: ["listConnections"] });
                }}
              />
              {matching > connections.length ? (
                <p className="text-muted text-sm">The newest {plural(connections.length, "connection")}; the filter finds the others.</p>
              ) : null}
              <OtherGateways count={otherGateways} />
            </>
          )
        }
      </QueryState>
    </section>
  );
}

/** The board asks the gateway beside the console; what others have it does not know. */
function OtherGateways({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Alert tone="info">
      {plural(count, "other gateway")} told of calls in the last five minutes. The board has the connections of the gateway beside this
      console; those of the others are reached by @connections calls at their own addresses.
    </Alert>
  );
}

type TableProps = Props & { connections: readonly ListedConnection[]; onDone: (text: string) => void };

function BoardTable({ apiId, stageName, connections, onDone }: TableProps) {
  const { canDeploy } = useUser();
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  return (
    <div className="overflow-x-auto rounded-md border border-line bg-raised">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="h-9 border-line border-b text-muted text-sm [&_th]:px-3 [&_th]:font-medium">
            <th scope="col">Connection</th>
            <th scope="col">Source IP</th>
            <th scope="col">Connected</th>
            <th scope="col">Last active</th>
            <th scope="col">Identity</th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {connections.map((each) => (
            <ConnectionRow key={each.connectionId} connection={each} canDeploy={canDeploy} onDo={setDoing} />
          ))}
        </tbody>
      </table>
      {doing?.what === "send" ? (
        <SendDialog apiId={apiId} stageName={stageName} connectionId={doing.connectionId} onClose={close} onDone={onDone} />
      ) : null}
      {doing?.what === "drop" ? (
        <DropDialog apiId={apiId} stageName={stageName} connectionId={doing.connectionId} onClose={close} onDone={onDone} />
      ) : null}
    </div>
  );
}

type Doing = { what: "send" | "drop"; connectionId: string };
type RowProps = { connection: ListedConnection; canDeploy: boolean; onDo: (doing: Doing) => void };

/** One of up to a thousand: those that did nothing since the last look are not drawn again. */
const ConnectionRow = memo(function ConnectionRow({ connection, canDeploy, onDo }: RowProps) {
  const { connectionId, sourceIp, connectedAt, lastActiveAt, userAgent, caller } = connection;
  return (
    <tr className="h-10 border-line border-b last:border-b-0 [&_td]:px-3">
      <td className="whitespace-nowrap">
        <code>{connectionId}</code> <CopyButton text={connectionId} label={`Copy ${connectionId}`} />
      </td>
      <td>
        <code className="text-muted">{sourceIp}</code>
      </td>
      <td className="whitespace-nowrap text-muted">
        <Time date={connectedAt} />
      </td>
      <td className="whitespace-nowrap text-muted">
        <Time date={lastActiveAt} />
      </td>
      <td className="max-w-60 truncate text-muted" title={userAgent}>
        {caller ?? userAgent ?? "not told"}
      </td>
      <td>
        {canDeploy ? (
          <span className="flex justify-end gap-1">
            <Button size="sm" aria-label={`Send to ${connectionId}`} onClick={() => onDo({ what: "send", connectionId })}>
              <Send aria-hidden /> Send
            </Button>
            <Button size="sm" look="danger" aria-label={`Drop ${connectionId}`} onClick={() => onDo({ what: "drop", connectionId })}>
              <Unplug aria-hidden /> Drop
            </Button>
          </span>
        ) : null}
      </td>
    </tr>
  );
});

type DialogProps = Props & { connectionId: string; onClose: () => void; onDone: (text: string) => void };

function SendDialog({ onClose, onDone, ...key }: DialogProps) {
  const [data, setData] = useState("");
  const send = useAction("postToConnection");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Send to a connection"
      description={<code>POST @connections/{key.connectionId}</code>}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="send-to-connection" look="primary" busy={send.isPending} disabled={data === ""}>
            Send message
          </Button>
        </>
      }
    >
      <form
        id="send-to-connection"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(
            { ...key, data },
            {
              onSuccess: () => {
                onDone(`Sent to ${key.connectionId}.`);
                onClose();
              },
            },
          );
        }}
      >
        {send.error ? (
          <Alert tone="error" live title="Could not send the message.">
            <code>{send.error.message}</code>
          </Alert>
        ) : null}
        <Field label="Message" help="The client gets it as it is, up to 128 KB.">
          {(ids) => <Textarea {...ids} mono autoFocus rows={5} value={data} onChange={(event) => setData(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}

function DropDialog({ onClose, onDone, ...key }: DialogProps) {
  const drop = useAction("deleteConnection");
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Drop ${key.connectionId}?`}
      action="Drop connection"
      busy={drop.isPending}
      onConfirm={() =>
        drop.mutate(key, {
          onSuccess: () => {
            onDone(`Dropped ${key.connectionId}.`);
            onClose();
          },
        })
      }
    >
      <p>The client sees the connection close and may connect again.</p>
      {drop.error ? (
        <Alert tone="error" live title="Could not drop the connection.">
          <code>{drop.error.message}</code>
        </Alert>
      ) : null}
    </ConfirmDialog>
  );
}
