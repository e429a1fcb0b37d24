"use client";
import { Send } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useAction } from "@/components/data/use-operations";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, NativeSelect, Textarea } from "@/components/ui/field";
import { sortRoutes } from "@/lib/definition/route-key";
import type { V2ApiDefinition } from "@/lib/definition/v2-api";
import { compileSelection } from "@/lib/expressions/route-selection";

type Props = { definition: V2ApiDefinition /** Absent while nobody is connected. */; sessionId: string | undefined };

/** A message to send, and the route of the draft that would take it. */
export function MessageForm({ definition, sessionId }: Props) {
  const keys = sortRoutes(definition.routes)
    .map(({ routeKey }) => routeKey)
    .filter((key) => key !== "$connect" && key !== "$disconnect");
  const first = keys.find((key) => key !== "$default");
  const [text, setText] = useState(() => sampleFor(definition, first ?? "$default"));
  const send = useAction("sendInSocketSession");
  const { mutate } = send;
  const submit = useCallback(() => {
    if (text !== "" && sessionId !== undefined) mutate({ sessionId, data: text });
  }, [mutate, sessionId, text]);
  useShortcut("send", submit, sessionId !== undefined);
  return (
    <form
      aria-label="Message"
      className="flex flex-col gap-2 border-line border-t p-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Start from a route" className="w-60">
          {(ids) => (
            <NativeSelect
              {...ids}
              defaultValue={first ?? "$default"}
              onChange={(event) => setText(sampleFor(definition, event.target.value))}
            >
              {keys.map((key) => (
                <option key={key}>{key}</option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <ChosenRoute definition={definition} text={text} />
      </div>
      <div className="flex items-start gap-2">
        <Textarea
          mono
          rows={3}
          spellCheck={false}
          aria-label="Message to send"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          type="submit"
          look="primary"
          busy={send.isPending}
          disabled={text === "" || sessionId === undefined}
          aria-keyshortcuts="Control+Enter"
        >
          <Send aria-hidden /> Send
        </Button>
      </div>
      {send.error ? (
        <Alert tone="error" live title="Could not send the message.">
          <code>{send.error.message}</code>
        </Alert>
      ) : null}
    </form>
  );
}

/** A message that the expression gives this key for, where it reads one member. */
function sampleFor({ settings }: V2ApiDefinition, routeKey: string): string {
  const member = /^\$?\{?\$?request\.body\.(\w+)\}?$/.exec(settings.routeSelectionExpression)?.[1];
  if (member === undefined) return "{}";
  return JSON.stringify({ [member]: routeKey === "$default" ? "something else" : routeKey, text: "hello" });
}

function ChosenRoute({ definition, text }: { definition: V2ApiDefinition; text: string }) {
  const { routeSelectionExpression } = definition.settings;
  const select = useMemo(() => compileSelection(routeSelectionExpression), [routeSelectionExpression]);
  const key = useMemo(() => select(text), [select, text]);
  const isOwn = key === "$connect" || key === "$disconnect";
  const isKnown = key !== undefined && !isOwn && definition.routes.some(({ routeKey }) => routeKey === key);
  const hasDefault = definition.routes.some(({ routeKey }) => routeKey === "$default");
  const route = isKnown ? key : hasDefault ? "$default" : undefined;
  return (
    <output aria-live="polite" className="pb-1.5 text-muted text-sm">
      <code>{routeSelectionExpression}</code> gives {key === undefined ? "nothing" : <code className="text-fg">{key}</code>}
      {route === undefined ? ": no route takes it" : null}
      {route === undefined ? null : (
        <>
          : route <code className="font-semibold text-fg">{route}</code>
        </>
      )}
    </output>
  );
}
