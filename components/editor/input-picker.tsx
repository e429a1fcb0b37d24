"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Field, NativeSelect } from "@/components/ui/field";
import { type CallError, call } from "@/lib/client/call";
import { absoluteTime } from "@/lib/client/format";
import { queryKey } from "@/lib/client/keys";
import type { LogEntry } from "@/lib/definition/traffic";
import type { SampleSide, SampleText } from "@/lib/vtl/sample-input";
import { inputOfRequest, inputOfSaved } from "./logged-input";
import type { TemplateRoute } from "./template-route";

/** As many as one looks through. */
const requestsShown = 20;

type Props = { apiId: string; side: SampleSide; route: TemplateRoute; onPick: (input: Partial<SampleText>) => void };

/** Takes the input of the preview from a saved request, or from one that the gateway answered. */
export function InputPicker({ apiId, side, route, onPick }: Props) {
  const queries = useQueryClient();
  const filter = `api:${apiId} route:"${route.httpMethod} ${route.path}"`;
  const logged = useOperation("searchLogs", { filter, limit: requestsShown });
  const saved = useOperation("listSavedRequests", { apiId });
  const own = saved.data?.filter((each) => each.path === route.path && each.httpMethod === route.httpMethod) ?? [];
  const [chosen, setChosen] = useState("");
  const [error, setError] = useState<CallError>();
  const [note, setNote] = useState("");

  async function pick(requestId: string) {
    setChosen(requestId);
    setError(undefined);
    setNote("");
    if (requestId === "") return;
    const kept = own.find(({ id }) => id === requestId);
    if (kept) return onPick(inputOfSaved(kept, side));
    const input = { requestId };
    try {
      const entry = (await queries.fetchQuery({
        queryKey: queryKey("getLogEntry", input),
        queryFn: ({ signal }) => call("query", "getLogEntry", input, signal),
      })) as LogEntry;
      const { path, resourcePath = route.path, execution } = entry;
      const picked = inputOfRequest({ path, resourcePath, trace: execution?.trace }, side);
      onPick(picked);
      if (picked.body === undefined) setNote(`The body was not kept: the stage ${entry.stage} does not log the data of its requests.`);
    } catch (failure) {
      // The call throws nothing else.
      setError(failure as CallError);
    }
  }

  const rows = logged.data?.rows ?? [];
  const help = logged.error
    ? `The log cannot be read: ${logged.error.message}`
    : rows.length + own.length === 0
      ? "No request of this method is saved or in the log."
      : note || "Replaces body and parameters below.";
  return (
    <>
      <Field label="Take the input of a request" help={help}>
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={rows.length + own.length === 0}
            value={chosen}
            onChange={(event) => void pick(event.target.value)}
          >
            <option value="">Choose a request</option>
            {own.length > 0 ? (
              <optgroup label="Saved">
                {own.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </optgroup>
            ) : null}
            {rows.length > 0 ? (
              <optgroup label="In the log">
                {rows.map((row) => (
                  <option key={row.requestId} value={row.requestId}>
                    {absoluteTime(new Date(row.at))} {row.status} {row.method} {row.path}
                  </option>
                ))}
              </optgroup>
            ) : null}
          </NativeSelect>
        )}
      </Field>
      {error ? (
        <Alert tone="error" live title="Could not read the request.">
          <code>{error.message}</code>
        </Alert>
      ) : null}
    </>
  );
}
