"use client";
import { Field, NativeSelect } from "@/components/ui/field";
import type { ApiSummary } from "@/lib/client/operations";
import type { ImportTarget } from "@/lib/definition/import-review";

export type Basepath = "ignore" | "prepend" | "split";

const basepaths = {
  ignore: "Leave it out",
  prepend: "Put it before every path",
  split: "Put it before every path, without its first part",
};

type Props = {
  apis: readonly ApiSummary[];
  target: ImportTarget;
  onTarget: (target: ImportTarget) => void;
  basepath: Basepath;
  onBasepath: (basepath: Basepath) => void;
};

/** Where the document goes. */
export function TargetStep({ apis, target, onTarget, basepath, onBasepath }: Props) {
  const existing = apis.filter(({ kind }) => kind !== "WEBSOCKET");
  const value = "apiId" in target ? target.apiId : target.kind;
  function choose(id: string) {
    const api = existing.find((each) => each.id === id);
    if (api === undefined) onTarget({ kind: id === "HTTP" ? "HTTP" : "REST" });
    else onTarget(api.kind === "HTTP" ? { kind: "HTTP", apiId: api.id } : { kind: "REST", apiId: api.id, mode: "merge" });
  }
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Field label="Import into">
        {(ids) => (
          <NativeSelect {...ids} value={value} onChange={(event) => choose(event.target.value)}>
            <option value="REST">A new REST API</option>
            <option value="HTTP">A new HTTP API</option>
            {existing.map(({ id, name, kind }) => (
              <option key={id} value={id}>
                {`${name} (${kind}, ${id})`}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {"mode" in target ? (
        <Field
          label="Mode"
          help={
            target.mode === "merge"
              ? "The document is laid over the API: integrations and whatever else it does not name stay."
              : "The API becomes what the document says; the preview lists what would go."
          }
        >
          {(ids) => (
            <NativeSelect
              {...ids}
              value={target.mode}
              onChange={(event) => onTarget({ ...target, mode: event.target.value === "overwrite" ? "overwrite" : "merge" })}
            >
              <option value="merge">Merge</option>
              <option value="overwrite">Overwrite</option>
            </NativeSelect>
          )}
        </Field>
      ) : null}
      {target.kind === "HTTP" && "apiId" in target ? (
        <p className="text-muted">
          An HTTP API is imported as a whole: its routes, integrations and authorizers become those of the document.
        </p>
      ) : null}
      <Field label="Base path of the document" help="From basePath of Swagger 2.0, or the first server of OpenAPI 3.0.">
        {(ids) => (
          <NativeSelect
            {...ids}
            value={basepath}
            onChange={(event) =>
              onBasepath(event.target.value === "prepend" ? "prepend" : event.target.value === "split" ? "split" : "ignore")
            }
          >
            {Object.entries(basepaths).map(([id, label]) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
    </div>
  );
}
