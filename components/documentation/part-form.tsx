"use client";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import type { DocumentationPartDetail } from "@/lib/client/operations";
import { placeName, problemOf } from "./part-places";

function indented(properties: string): string {
  return problemOf(properties) === undefined ? JSON.stringify(JSON.parse(properties), null, 2) : properties;
}

export function PartForm({ apiId, part }: { apiId: string; part: DocumentationPartDetail }) {
  const { canWrite } = useUser();
  const saved = indented(part.properties);
  const [text, setText] = useState(saved);
  const write = useWrite("updateDocumentationPart");
  const remove = useWrite("deleteDocumentationPart");
  const { offer } = useUndo();
  const name = placeName(part.location);
  const problem = problemOf(text);
  return (
    <form
      aria-label={`Documentation of ${name}`}
      className="flex flex-col gap-3 rounded-md border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate(
          { apiId, id: part.id, properties: text, expectedVersion: part.version },
          { onSuccess: ({ revision }) => offer(`Saved the documentation of ${name}`, revision) },
        );
      }}
    >
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 truncate font-mono text-lg">{name}</h2>
        <Badge>{part.location.type}</Badge>
        <span className="flex-1" />
        <CopyAs what={`the documentation of ${name}`} size="sm" subject={{ kind: "documentationPart", apiId, partId: part.id }} hasKey />
        {canWrite ? (
          <Button
            look="danger"
            size="sm"
            busy={remove.isPending}
            onClick={() =>
              remove.mutate(
                { apiId, id: part.id },
                {
                  onSuccess: ({ revision }) => offer(`Deleted the documentation of ${name}`, revision),
                  onError: (error) => void toast.error("Could not delete it.", { description: error.message }),
                },
              )
            }
          >
            <Trash2 aria-hidden /> Delete
          </Button>
        ) : null}
      </div>
      <Field label="Properties" error={problem} help="A JSON object, such as description and summary; exports carry it.">
        {(ids) => (
          <Textarea
            {...ids}
            mono
            className="min-h-56"
            spellCheck={false}
            readOnly={!canWrite}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {write.error ? (
        <Alert tone="error" live title="Could not save it.">
          <code>{write.error.message}</code>
        </Alert>
      ) : null}
      {canWrite ? (
        <Button
          type="submit"
          look="primary"
          className="self-start"
          busy={write.isPending}
          disabled={text === saved || problem !== undefined}
        >
          Save documentation
        </Button>
      ) : null}
    </form>
  );
}
