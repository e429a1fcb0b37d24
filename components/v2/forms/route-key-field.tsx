"use client";
import { useId } from "react";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import type { ApiKind } from "@/lib/client/operations";
import { parseRouteKey, routeVerbs } from "@/lib/definition/route-key";

type Props = { kind: ApiKind; value: string; onChange: (routeKey: string) => void; disabled?: boolean; autoFocus?: boolean };

const everything = "$default";
const ownKeys = ["$connect", "$disconnect", everything];

/** The key of a route: verb and path of an HTTP API, a text of a WebSocket API. */
export function RouteKeyField(props: Props) {
  return props.kind === "HTTP" ? <VerbAndPath {...props} /> : <SocketKey {...props} />;
}

function VerbAndPath({ value, onChange, disabled = false, autoFocus = false }: Props) {
  const { verb = everything, path = "" } = parseRouteKey(value) ?? { verb: value === everything ? everything : "ANY", path: "" };
  const isDefault = verb === everything;
  return (
    <div className="grid grid-cols-[140px_1fr] gap-2">
      <Field label="Method">
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={disabled}
            value={verb}
            onChange={(event) => onChange(event.target.value === everything ? everything : `${event.target.value} ${path || "/"}`)}
          >
            {routeVerbs.map((each) => (
              <option key={each}>{each}</option>
            ))}
            <option value={everything}>$default</option>
          </NativeSelect>
        )}
      </Field>
      {isDefault ? (
        <p className="self-end pb-1.5 text-muted text-sm">Takes what no other route takes.</p>
      ) : (
        <Field label="Path">
          {(ids) => (
            <Input
              {...ids}
              mono
              required
              autoFocus={autoFocus}
              autoComplete="off"
              spellCheck={false}
              disabled={disabled}
              maxLength={1_000}
              placeholder="/pets/{petId}"
              value={path}
              onChange={(event) => onChange(`${verb} ${withSlash(event.target.value.trim())}`)}
            />
          )}
        </Field>
      )}
    </div>
  );
}

const withSlash = (path: string) => (path.startsWith("/") ? path : `/${path}`);

function SocketKey({ value, onChange, disabled = false, autoFocus = false }: Props) {
  const listId = useId();
  return (
    <Field label="Route key" help={helpOf(value)}>
      {(ids) => (
        <>
          <Input
            {...ids}
            mono
            required
            autoFocus={autoFocus}
            autoComplete="off"
            spellCheck={false}
            disabled={disabled}
            maxLength={1_024}
            placeholder="join"
            list={listId}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <datalist id={listId}>
            {ownKeys.map((key) => (
              <option key={key} value={key} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function helpOf(key: string): string {
  if (key === "$connect") return "Runs when a client opens a connection; what it answers lets the client in or not.";
  if (key === "$disconnect") return "Runs when a connection ends. Nobody waits for its answer.";
  if (key === everything) return "Takes messages that no other route takes.";
  return "Takes messages whose route selection expression gives this text.";
}
