"use client";
import { useOperation } from "@/components/data/use-operations";
import { Field, NativeSelect } from "@/components/ui/field";
import type { HttpVerb } from "@/lib/definition/rest-api";

/** A method of what a stage serves; empty texts are not chosen yet. */
export type PickedMethod = { apiId: string; stageName: string; method: string };
export type ChosenMethod = { apiId: string; stageName: string; httpMethod: HttpVerb; resourcePath: string };

type Props = { picked: PickedMethod; onPick: (picked: PickedMethod) => void };

/** API, stage and method, each among what there is. */
export function StageMethodPicker({ picked, onPick }: Props) {
  const apis = useOperation("listApis", {});
  const list = (apis.data ?? []).filter(({ kind, stages }) => kind === "REST" && stages.length > 0);
  const stages = list.find(({ id }) => id === picked.apiId)?.stages ?? [];
  const methods = useMethodsOfStage(picked);
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field label="API" error={apis.error?.message}>
        {(ids) => (
          <NativeSelect
            {...ids}
            value={picked.apiId}
            onChange={(event) => {
              const api = list.find(({ id }) => id === event.target.value);
              onPick({ apiId: event.target.value, stageName: api?.stages[0]?.stageName ?? "", method: "" });
            }}
          >
            <option value="">Choose an API</option>
            {list.map(({ id, name }) => (
              <option key={id} value={id}>
                {name} ({id})
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label="Stage">
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={picked.apiId === ""}
            value={picked.stageName}
            onChange={(event) => onPick({ ...picked, stageName: event.target.value, method: "" })}
          >
            {stages.length === 0 ? <option value="">No stage</option> : null}
            {stages.map(({ stageName }) => (
              <option key={stageName} value={stageName}>
                {stageName}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label="Method" error={methods.error}>
        {(ids) => (
          <NativeSelect
            {...ids}
            disabled={picked.stageName === ""}
            value={picked.method}
            onChange={(event) => onPick({ ...picked, method: event.target.value })}
          >
            <option value="">Choose a method</option>
            {picked.method === "" || methods.list.includes(picked.method) ? null : <option value={picked.method}>{picked.method}</option>}
            {methods.list.map((method) => (
              <option key={method} value={method}>
                {method}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
    </div>
  );
}

/** What the stage serves: `GET /pets`. */
export function useMethodsOfStage({ apiId, stageName }: { apiId: string; stageName: string }): {
  list: string[];
  error: string | undefined;
} {
  const definition = useOperation("getDefinition", { apiId, of: { stageName } }, { enabled: apiId !== "" && stageName !== "" });
  const list = (definition.data?.resources ?? []).flatMap(({ path, resourceMethods }) =>
    Object.values(resourceMethods).map(({ httpMethod }) => `${httpMethod} ${path}`),
  );
  return { list, error: definition.error?.message };
}

/** The parts of a picked method; undefined while something is missing. */
export function chosenMethod({ apiId, stageName, method }: PickedMethod): ChosenMethod | undefined {
  const at = method.indexOf(" ");
  if (apiId === "" || stageName === "" || at < 0) return undefined;
  // The list of methods was made from the verbs of a definition; the server parses it again.
  return { apiId, stageName, httpMethod: method.slice(0, at) as HttpVerb, resourcePath: method.slice(at + 1) };
}
