"use client";
import { Globe, Plus, Stethoscope } from "lucide-react";
import { Verb } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import type { ResourceSummary } from "@/lib/client/operations";
import type { HttpVerb } from "@/lib/definition/rest-api";
import { integrationNames } from "./tree-row";

type Props = {
  resource: ResourceSummary;
  canWrite: boolean;
  onNewMethod: () => void;
  onNewResource: () => void;
  onOpen: (verb: HttpVerb) => void;
  onCors: (dialog: "cors" | "cors-doctor") => void;
};

/** The centre when a resource is chosen and no method: its methods, and what can be added. */
export function ResourcePane({ resource, canWrite, onNewMethod, onNewResource, onOpen, onCors }: Props) {
  const actions = canWrite ? (
    <>
      <Button look={resource.methods.length === 0 ? "primary" : "secondary"} onClick={onNewMethod} aria-keyshortcuts="Shift+N">
        <Plus aria-hidden /> New method
      </Button>
      <Button onClick={onNewResource} aria-keyshortcuts="N">
        <Plus aria-hidden /> New resource
      </Button>
    </>
  ) : null;
  return (
    <section aria-label={`Resource ${resource.path}`} data-region="diagram" className="flex flex-1 flex-col gap-4 overflow-auto p-4">
      <header className="flex items-center gap-1">
        <h1 className="font-mono text-lg">{resource.path}</h1>
        <CopyButton text={resource.path} label="Copy the path" />
        <code className="mr-auto text-muted text-sm">{resource.id}</code>
        {resource.methods.length > 0 ? actions : null}
      </header>
      {resource.methods.length === 0 ? (
        <EmptyState title="No methods here yet" action={actions}>
          A method answers one verb of {resource.path}. Without one, calls get 403 “Missing Authentication Token”, as the service answers.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line bg-raised">
          {resource.methods.map((method) => (
            <li key={method.httpMethod}>
              <button
                type="button"
                onClick={() => onOpen(method.httpMethod)}
                className="flex h-10 w-full items-center gap-3 px-3 text-left outline-offset-[-2px] hover:bg-hover"
              >
                <Verb verb={method.httpMethod} />
                <span className="font-medium">{method.integration ? integrationNames[method.integration] : "no integration"}</span>
                <span className="ml-auto text-muted text-sm">
                  {method.authorizationType === "NONE" ? "open" : method.authorizationType}
                  {method.apiKeyRequired ? ", API key" : ""}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {resource.methods.length > 0 ? (
        <div className="flex flex-wrap items-center gap-2">
          <span className="mr-auto text-muted text-sm">
            Pages of other origins call this resource only when its answers allow it (CORS).
          </span>
          {canWrite ? (
            <Button onClick={() => onCors("cors")}>
              <Globe aria-hidden /> Enable CORS
            </Button>
          ) : null}
          <Button onClick={() => onCors("cors-doctor")}>
            <Stethoscope aria-hidden /> CORS doctor
          </Button>
        </div>
      ) : null}
    </section>
  );
}
