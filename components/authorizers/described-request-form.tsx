"use client";
import { Play } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { MapTable } from "@/components/ui/map-table";
import type { DescribedRequest } from "@/lib/client/access-operations";
import { parseHeaders } from "@/lib/definition/fill-request";

type Props = {
  /** The header that carries the token, where that is all that is looked at. */
  tokenHeader: string | undefined;
  hasStageVariables: boolean;
  busy: boolean;
  onSend: (request: DescribedRequest) => void;
  /** More fields. */
  children?: ReactNode;
};

/** The request that an authorizer is asked about: a token, or a path with headers. */
export function DescribedRequestForm({ tokenHeader, hasStageVariables, busy, onSend, children }: Props) {
  const [token, setToken] = useState("");
  const [request, setRequest] = useState({ target: "/", headers: "", stageVariables: {} as Record<string, string> });
  const send = useCallback(
    () =>
      onSend({
        pathWithQueryString: request.target,
        headers: tokenHeader === undefined ? parseHeaders(request.headers) : [[tokenHeader, token]],
        stageVariables: request.stageVariables,
      }),
    [onSend, tokenHeader, token, request],
  );
  useShortcut("send", send);
  return (
    <form
      aria-label="Described request"
      className="flex flex-col gap-4 rounded-md border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {tokenHeader === undefined ? (
        <>
          <Field label="Path and query string">
            {(ids) => (
              <Input {...ids} mono value={request.target} onChange={(event) => setRequest({ ...request, target: event.target.value })} />
            )}
          </Field>
          <Field label="Headers" optional help="One on each line: Authorization: allow.">
            {(ids) => (
              <Textarea
                {...ids}
                mono
                value={request.headers}
                onChange={(event) => setRequest({ ...request, headers: event.target.value })}
              />
            )}
          </Field>
        </>
      ) : (
        <Field label={`Token (${tokenHeader})`}>
          {(ids) => <Textarea {...ids} mono value={token} onChange={(event) => setToken(event.target.value)} />}
        </Field>
      )}
      {children}
      {hasStageVariables ? (
        <MapTable
          label="Stage variables"
          keyLabel="Variable"
          valueLabel="Value"
          addLabel="Add a variable"
          values={request.stageVariables}
          onChange={(stageVariables) => setRequest({ ...request, stageVariables })}
        />
      ) : null}
      <Button type="submit" look="primary" className="self-start" busy={busy}>
        <Play aria-hidden /> Ask the authorizer
      </Button>
    </form>
  );
}
