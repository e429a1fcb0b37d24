"use client";
import { Cable, Send, Unplug } from "lucide-react";
import { useState } from "react";
import { useAction, useOperation } from "@/components/data/use-operations";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ConfirmDialog, Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, Textarea } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";
import type { ListedConnection } from "@/lib/client/connection-operations";
import { formatNumber, plural } from "@/lib/client/format";

type Props = { apiId: string; stageName: string };

const refreshMs = 2_500;

/** The connections that are open on a stage; who may deploy can send to one and drop it. */
export function ConnectionBoard({ apiId, stageName }: Props) {
  const board = useOperation("listConnections", { apiId, stageName }, { everyMs: refreshMs });
  // Said here and not in a toast, which would lie over the buttons of the rows.
  const [said, setSaid] = useState("");
  return (
    <section aria-label="Open connections" className="flex flex-col gap-2">
      <header className="flex items-baseline gap-3">
        <h2 className="text-lg">Open connections</h2>
        {board.data ? <span className="text-muted">{formatNumber(board.data.total)}</span> : null}
        <output aria-live="polite" className="ml-auto text-muted text-sm">
          {said}
        </output>
      </header>
      <QueryState query={board} what="the connections">
        {({ total, connections }) =>
          connections.length === 0 ? (
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
                  void board.refetch();
                }}
              />
              {total > connections.length ? (
                <p className="text-muted text-sm">The newest {plural(connections.length, "connection")}.</p>
              ) : null}
            </>
          )
        }
      </QueryState>
    </section>
  );
}

type TableProps = Props & { connections: readonly ListedConnection[]; onDone: (text: string) => void };

function BoardTable({ apiId, stageName, connections, onDone }: TableProps) {
  const { canDeploy } = useUser();
  const [doing, setDoing] = useState<{ what: "send" | "drop"; connectionId: string }>();
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
            <tr key={each.connectionId} className="h-10 border-line border-b last:border-b-0 [&_td]:px-3">
              <td className="whitespace-nowrap">
                <code>{each.connectionId}</code> <CopyButton text={each.connectionId} label={`Copy ${each.connectionId}`} />
              </td>
              <td>
                <code className="text-muted">{each.sourceIp}</code>
              </td>
              <td className="whitespace-nowrap text-muted">
                <Time date={each.connectedAt} />
              </td>
              <td className="whitespace-nowrap text-muted">
                <Time date={each.lastActiveAt} />
              </td>
              <td className="max-w-60 truncate text-muted" title={each.userAgent}>
                {each.caller ?? each.userAgent ?? "not told"}
              </td>
              <td>
                {canDeploy ? (
                  <span className="flex justify-end gap-1">
                    <Button
                      size="sm"
                      aria-label={`Send to ${each.connectionId}`}
                      onClick={() => setDoing({ what: "send", connectionId: each.connectionId })}
                    >
                      <Send aria-hidden /> Send
                    </Button>
                    <Button
                      size="sm"
                      look="danger"
                      aria-label={`Drop ${each.connectionId}`}
                      onClick={() => setDoing({ what: "drop", connectionId: each.connectionId })}
                    >
                      <Unplug aria-hidden /> Drop
                    </Button>
                  </span>
                ) : null}
              </td>
            </tr>
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
