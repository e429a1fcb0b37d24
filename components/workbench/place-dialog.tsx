"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { plural } from "@/lib/client/format";
import type { ResourceSummary } from "@/lib/client/operations";
import { joinPath } from "./resource-dialogs";
import { isBelow } from "./tree-model";

type Props = {
  apiId: string;
  how: "move" | "duplicate";
  resource: ResourceSummary;
  /** Where it shall go, when a person said so already. */
  parentId: string | undefined;
  resources: readonly ResourceSummary[];
  onClose: () => void;
  onPlaced: (path: string) => void;
};

const shownMax = 12;
const words = {
  move: { title: "Rename or move", verb: "Move", done: "Moved", failed: "move" },
  duplicate: { title: "Duplicate", verb: "Duplicate", done: "Duplicated", failed: "duplicate" },
} as const;

/** Renames, moves or copies a resource with everything below it, after a look at the new paths. */
export function PlaceDialog({ apiId, how, resource, parentId: wanted, resources, onClose, onPlaced }: Props) {
  const oldPart = resource.pathPart ?? "";
  const [part, setPart] = useState(how === "duplicate" && wanted === undefined && !oldPart.startsWith("{") ? `${oldPart}-copy` : oldPart);
  const [parentId, setParentId] = useState(wanted ?? resource.parentId ?? "");
  const move = useWrite("updateResource");
  const duplicate = useWrite("duplicateResource");
  const write = how === "move" ? move : duplicate;
  const { offer } = useUndo();
  const below = resources.filter((each) => isBelow(each.path, resource.path));
  const parents = resources.filter((each) => !each.pathPart?.endsWith("+}") && (how === "duplicate" || !below.includes(each)));
  const parent = resources.find((each) => each.id === parentId);
  const pathPart = part.trim();
  const newPath = joinPath(parent?.path ?? "/", pathPart);
  const taken = resources.some((each) => each.path === newPath && (how === "duplicate" || each.id !== resource.id));
  const changes = newPath !== resource.path;

  function submit() {
    const done = ({ path, revision }: { path: string; revision: number }) => {
      offer(`${words[how].done} ${resource.path} to ${path}`, revision);
      onPlaced(path);
    };
    if (how === "duplicate") return duplicate.mutate({ apiId, resourceId: resource.id, parentId, pathPart }, { onSuccess: done });
    const place = {
      ...(pathPart !== resource.pathPart ? { pathPart } : {}),
      ...(parentId !== resource.parentId ? { parentId } : {}),
    };
    move.mutate({ apiId, resourceId: resource.id, ...place }, { onSuccess: done });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words[how].title}
      description={<code>{resource.path}</code>}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="place-resource"
            look="primary"
            busy={write.isPending}
            disabled={pathPart === "" || taken || (how === "move" && !changes)}
          >
            {words[how].verb} {plural(below.length, "resource")}
          </Button>
        </>
      }
    >
      <form
        id="place-resource"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {write.error ? (
          <Alert tone="error" live title={`Could not ${words[how].failed} ${resource.path}.`}>
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <Field label="Below">
          {(ids) => (
            <NativeSelect {...ids} value={parentId} onChange={(event) => setParentId(event.target.value)}>
              {parents.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.path}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field label="Path part" error={taken && changes ? `There is a resource ${newPath} already.` : undefined}>
          {(ids) => (
            <Input {...ids} mono autoComplete="off" spellCheck={false} value={part} onChange={(event) => setPart(event.target.value)} />
          )}
        </Field>
        <section aria-label="New paths" className="overflow-x-auto rounded-md border border-line bg-sunken p-2 text-sm">
          {below.slice(0, shownMax).map((each) => (
            <p key={each.id} className="flex gap-2 whitespace-nowrap font-mono">
              <span className={how === "move" ? "text-muted line-through" : "text-muted"}>{each.path}</span>
              <span aria-hidden className="text-muted">
                →
              </span>
              <span>{newPath + each.path.slice(resource.path.length)}</span>
            </p>
          ))}
          {below.length > shownMax ? <p className="text-muted">and {plural(below.length - shownMax, "more path", "more paths")}</p> : null}
        </section>
        {how === "duplicate" ? <p className="text-muted text-sm">Methods, integrations and responses come along.</p> : null}
      </form>
    </Dialog>
  );
}
