"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { TemplateEditor } from "@/components/editor/template-editor";
import type { TemplateRoute } from "@/components/editor/template-route";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/field";
import type { TemplatePlace } from "@/lib/definition/template-test";
import type { TemplateApiKind } from "@/lib/vtl/reference";

type Templates = Readonly<Record<string, string | null>>;

type Props = {
  apiId: string;
  /** Which `$input` the template reads: the client's request or the backend's answer. */
  side: "request" | "response";
  label: string;
  templates: Templates;
  onChange: (templates: Record<string, string | null>) => void;
  disabled: boolean;
  /** What the templates belong to, such as a method. */
  owner?: string;
  /** A body to preview with. */
  sampleBody?: string | undefined;
  /** A sample of the method's model. */
  modelBody?: string | undefined;
  apiKind?: TemplateApiKind;
  /** The content type of what the templates make, when a header says so. */
  outputType?: string | undefined;
  /** Where the template of a content type stands; without it templates have no tests. */
  placeOf?: (contentType: string) => TemplatePlace;
  /** The method whose requests can be the preview's input. */
  route?: TemplateRoute;
  /** What a template is chosen by, when that is no content type. */
  chosenBy?: { label: string; first: string };
};

const byContentType = { label: "Content type of the new template", first: "application/json" };

/** Mapping templates by content type: a list on top, the chosen one in the editor below. */
export function TemplatesEditor({
  apiId,
  side,
  label,
  templates,
  onChange,
  disabled,
  owner = "",
  sampleBody,
  modelBody,
  apiKind,
  outputType,
  placeOf,
  route,
  chosenBy = byContentType,
}: Props) {
  const types = Object.keys(templates);
  const [chosen, setChosen] = useState<string>();
  const [newType, setNewType] = useState("");
  const current = chosen !== undefined && chosen in templates ? chosen : types[0];

  function add() {
    const type = newType.trim() || chosenBy.first;
    if (type in templates) return;
    onChange({ ...templates, [type]: "" });
    setChosen(type);
    setNewType("");
  }
  function remove(type: string) {
    onChange(Object.fromEntries(Object.entries(templates).filter(([each]) => each !== type)));
  }

  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-1">
        {types.map((type) => (
          <span
            key={type}
            className={cn("flex items-center rounded-md border", type === current ? "border-accent bg-accent-bg/50" : "border-line")}
          >
            <button
              type="button"
              aria-pressed={type === current}
              onClick={() => setChosen(type)}
              className="h-7 rounded-md px-2 font-mono text-sm"
            >
              {type}
            </button>
            {disabled ? null : (
              <Button look="ghost" size="iconSm" aria-label={`Remove the template for ${type}`} onClick={() => remove(type)}>
                <Trash2 />
              </Button>
            )}
          </span>
        ))}
        {disabled ? null : (
          <span className="flex min-w-0 flex-wrap gap-1">
            <Input
              mono
              aria-label={chosenBy.label}
              placeholder={chosenBy.first}
              className="h-7 w-40"
              value={newType}
              onChange={(event) => setNewType(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                add();
              }}
            />
            <Button size="sm" className="h-7" onClick={add} disabled={(newType.trim() || chosenBy.first) in templates}>
              <Plus aria-hidden /> Add template
            </Button>
          </span>
        )}
      </div>
      {current === undefined ? (
        <p className="text-muted">No template: the body passes as the passthrough behaviour says.</p>
      ) : (
        <TemplateEditor
          key={`${label} ${current}`}
          apiId={apiId}
          apiKind={apiKind}
          outputType={outputType}
          inputKey={owner}
          {...(sampleBody === undefined ? {} : { sampleBody })}
          modelBody={modelBody}
          place={placeOf?.(current)}
          route={route}
          side={side}
          label={`${label} for ${current}`}
          // Templates of WebSocket APIs have keys; what they make is JSON unless told otherwise.
          contentType={current.includes("/") ? current : "application/json"}
          value={templates[current] ?? ""}
          readOnly={disabled}
          onChange={(text) => onChange({ ...templates, [current]: text })}
        />
      )}
    </div>
  );
}
