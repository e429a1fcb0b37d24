import { Alert } from "@/components/ui/alert";
import { Badge, type Tone } from "@/components/ui/badge";
import { plural } from "@/lib/client/format";
import type { TemplateChange, TemplatePreviewView } from "@/lib/client/stack-operations";
import { FactTable } from "./fact-table";

/** What a template would do. */
export function TemplatePreview({ preview }: { preview: TemplatePreviewView }) {
  const { problem, isSame, changes, skipped, isUpdate } = preview;
  if (problem !== undefined)
    return (
      <Alert tone="warn" title="This has to be settled before it can be applied." live>
        <code className="whitespace-pre-wrap">{problem}</code>
      </Alert>
    );
  if (isSame)
    return (
      <Alert tone="info" title="Nothing would change." live>
        The stack is what the template says.
      </Alert>
    );
  return (
    <section ref={show} aria-label="Preview" className="flex flex-col gap-3">
      <h3 className="font-medium">
        {isUpdate ? `The update changes ${plural(changes.length, "resource")}` : `The stack makes ${plural(changes.length, "resource")}`}
      </h3>
      <div className="max-h-72 overflow-auto rounded-md border border-line">
        <FactTable
          label="Changes"
          columns={["Change", "Logical id", "Type"]}
          empty="No resource changes; only outputs, tags or parameters do."
          rows={changes.map((change) => ({
            key: `${change.action} ${change.logicalId}`,
            cells: [<ChangeBadge key="change" change={change} />, <Named key="id" change={change} />, change.type],
          }))}
        />
      </div>
      {skipped.length > 0 ? (
        <p className="text-muted">
          Skipped, of other services: {[...new Set(skipped.map(({ type }) => type))].sort().join(", ")}. References to them get an ARN or an
          id of the right form.
        </p>
      ) : null}
    </section>
  );
}

/** What was asked for is below a long template. */
function show(section: HTMLElement | null): void {
  section?.scrollIntoView({ block: "nearest" });
}

const tones = { Add: "ok", Modify: "warn", Remove: "error" } as const satisfies Record<TemplateChange["action"], Tone>;

function ChangeBadge({ change: { action, replacement } }: { change: TemplateChange }) {
  return <Badge tone={tones[action]}>{replacement === true ? "Replace" : action}</Badge>;
}

function Named({ change: { logicalId, properties } }: { change: TemplateChange }) {
  return (
    <span>
      {logicalId}
      {properties && properties.length > 0 ? <span className="block text-muted text-sm">{properties.join(", ")}</span> : null}
    </span>
  );
}
