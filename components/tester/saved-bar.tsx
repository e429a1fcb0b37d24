"use client";
import { Save, Trash2 } from "lucide-react";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/field";
import { NameDialog } from "@/components/ui/name-dialog";
import type { HttpVerb } from "@/lib/definition/rest-api";
import type { SavedRequest } from "@/lib/definition/saved-request";
import type { TesterRequest } from "./use-tester";

type Props = {
  apiId: string;
  path: string;
  verb: HttpVerb;
  request: TesterRequest;
  onLoad: (part: Partial<TesterRequest>) => void;
};

/** The requests of this method that are kept beside the API: take one, save the one at hand. */
export function SavedBar({ apiId, path, verb, request, onLoad }: Props) {
  const { canWrite } = useUser();
  const all = useOperation("listSavedRequests", { apiId });
  const update = useWrite("updateSavedRequest");
  const remove = useWrite("deleteSavedRequest");
  const { offer } = useUndo();
  const [naming, setNaming] = useState(false);
  const own = all.data?.filter((each) => each.path === path && each.httpMethod === verb) ?? [];
  const current = own.find(({ id }) => id === request.savedId);
  const parts = partsOf(request);
  const differs = current !== undefined && JSON.stringify(parts) !== JSON.stringify(partsOf(current));
  const error = all.error ?? update.error ?? remove.error;
  if (own.length === 0 && !canWrite) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-1">
        <NativeSelect
          aria-label="Saved request"
          className="min-w-40 flex-1"
          value={current?.id ?? ""}
          onChange={(event) => {
            const chosen = own.find(({ id }) => id === event.target.value);
            onLoad(chosen ? { ...partsOf(chosen), savedId: chosen.id } : { savedId: undefined });
          }}
        >
          <option value="">{own.length === 0 ? "No saved request" : "Not a saved request"}</option>
          {own.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
              {id === current?.id && differs ? " (changed)" : ""}
            </option>
          ))}
        </NativeSelect>
        {canWrite && current ? (
          <>
            <Button
              busy={update.isPending}
              disabled={!differs}
              onClick={() =>
                update.mutate(
                  { apiId, id: current.id, request: parts, expectedVersion: current.version },
                  { onSuccess: ({ revision }) => offer(`Saved the request ${current.name}`, revision) },
                )
              }
            >
              <Save aria-hidden /> Save request
            </Button>
            <Button
              look="ghost"
              size="icon"
              aria-label={`Delete the saved request ${current.name}`}
              busy={remove.isPending}
              onClick={() =>
                remove.mutate(
                  { apiId, id: current.id },
                  {
                    onSuccess: ({ revision }) => {
                      onLoad({ savedId: undefined });
                      offer(`Deleted the request ${current.name}`, revision);
                    },
                  },
                )
              }
            >
              <Trash2 />
            </Button>
          </>
        ) : null}
        {canWrite ? <Button onClick={() => setNaming(true)}>{current ? "Save as ..." : "Save request ..."}</Button> : null}
      </div>
      {error ? (
        <Alert tone="error" live title="Saved requests: that did not work.">
          <code>{error.message}</code>
        </Alert>
      ) : null}
      {naming ? (
        <SaveDialog
          apiId={apiId}
          request={{ ...parts, httpMethod: verb, path }}
          onClose={() => setNaming(false)}
          onSaved={(savedId) => onLoad({ savedId })}
        />
      ) : null}
    </div>
  );
}

/** What of a request is kept: not where it was sent. */
function partsOf({
  pathParameters,
  query,
  headers,
  body,
  assertions,
}: Pick<TesterRequest, "pathParameters" | "query" | "headers" | "body" | "assertions">) {
  return { pathParameters, query, headers, body, assertions: [...assertions] };
}

type SaveProps = {
  apiId: string;
  request: Omit<SavedRequest, "name">;
  onClose: () => void;
  onSaved: (id: string) => void;
};

function SaveDialog({ apiId, request, onClose, onSaved }: SaveProps) {
  const create = useWrite("createSavedRequest");
  const { offer } = useUndo();
  function save(name: string) {
    create.mutate(
      { apiId, request: { ...request, name } },
      {
        onSuccess: ({ id, revision }) => {
          onSaved(id);
          onClose();
          offer(`Saved the request ${name.trim()}`, revision);
        },
      },
    );
  }
  return (
    <NameDialog
      title="Save the request"
      description="Everybody who may read the API sees it as it is typed, headers too. {{name}} stands for a stage variable."
      submit="Save the request"
      busy={create.isPending}
      error={create.error?.message}
      onClose={onClose}
      onSubmit={save}
    />
  );
}
