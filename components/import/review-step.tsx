"use client";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { TextDiff } from "@/components/diff/text-diff";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/client/format";
import type { ImportChoice, ImportItem, ImportReview, ImportTarget } from "@/lib/definition/import-review";
import { countChanges, possibleChoices, undecided } from "./count-changes";
import { ReviewTree } from "./review-tree";
import { SourceText, type SourceTextHandle } from "./source-text";
import type { Basepath } from "./target-step";

export type ReviewRequest = { document: string; target: ImportTarget; basepath: Basepath };
type Props = {
  review: ImportReview;
  request: ReviewRequest;
  previewing: boolean;
  onPreview: (onReviewed: () => void) => void;
  onBack: () => void;
  onApplied: (apiId: string) => void;
};

const kinds = ["added", "changed", "removed", "kept"] as const satisfies readonly ImportItem["kind"][];
/** More warnings than this nobody reads in a list; those of an operation are beside it. */
const warningsMax = 200;

/** What the import would do, thing by thing, with a choice where there is one. */
export function ReviewStep({ review, request, previewing, onPreview, onBack, onApplied }: Props) {
  const isNew = !("apiId" in request.target);
  const [chosen, setChoices] = useState<Readonly<Record<string, ImportChoice>>>({});
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const [documentation, setDocumentation] = useState(true);
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set(isNew ? kinds : ["added", "changed", "removed"]));
  const source = useRef<SourceTextHandle>(null);
  const apply = useWrite("applyImport");
  const { offer } = useUndo();
  const operations = review.items.filter(({ group }) => group === "operation");
  // Another preview may have other things, and other choices for them.
  const choices = possibleChoices(review.items, chosen);
  const fields = review.settings.map(({ field }) => field);
  const settings = new Set(fields.filter((field) => !unticked.has(field)));
  const open = undecided(review.items, choices);
  const changes = countChanges(review, { items: choices, settings: [...settings], documentation });
  const { draftVersion } = review;
  const toggle = (kind: string) => setShown(new Set(shown.has(kind) ? [...shown].filter((each) => each !== kind) : [...shown, kind]));
  const decideOpen = (choice: ImportChoice) => setChoices({ ...choices, ...Object.fromEntries(open.map(({ key }) => [key, choice])) });

  function submit() {
    const decisions = { items: choices, settings: [...settings], documentation };
    apply.mutate(
      { ...request, decisions, ...(draftVersion === undefined ? {} : { draftVersion }) },
      {
        onSuccess: ({ apiId, revision, warnings }) => {
          offer(`Imported ${review.name}`, revision);
          if (warnings.length > 0) toast.warning(`Imported with ${plural(warnings.length, "warning")}`);
          onApplied(apiId);
        },
      },
    );
  }

  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="sr-only">Operations to show</legend>
        <span className="text-muted">Operations:</span>
        {kinds.map((kind) => (
          <Button
            key={kind}
            size="sm"
            aria-pressed={shown.has(kind)}
            look={shown.has(kind) ? "secondary" : "ghost"}
            onClick={() => toggle(kind)}
          >
            {`${operations.filter((item) => item.kind === kind).length} ${kind}`}
          </Button>
        ))}
      </fieldset>
      {apply.error ? (
        <Alert
          tone="error"
          live
          title="Nothing was imported."
          actions={
            <Button size="sm" busy={previewing} onClick={() => onPreview(apply.reset)}>
              Preview again
            </Button>
          }
        >
          <code className="whitespace-pre-wrap">{apply.error.message}</code>
        </Alert>
      ) : null}
      {open.length > 0 ? (
        <Alert
          tone="warn"
          title={`The document no longer has ${plural(open.length, "operation")} of the API. Choose what becomes of ${open.length === 1 ? "it" : "them"}.`}
          actions={
            <>
              <Button size="sm" onClick={() => decideOpen("keep")}>
                Keep {plural(open.length, "operation")}
              </Button>
              <Button size="sm" look="danger" onClick={() => decideOpen("remove")}>
                Remove {plural(open.length, "operation")}
              </Button>
            </>
          }
        />
      ) : null}
      <Warnings review={review} onJump={(place) => source.current?.jump(place)} />
      <ReviewTree
        items={review.items.filter(({ kind }) => shown.has(kind))}
        isNew={isNew}
        choices={choices}
        onChoose={(key, choice) => setChoices({ ...choices, [key]: choice })}
        onJump={(place) => source.current?.jump(place)}
      />
      <Settings
        review={review}
        isWhole={request.target.kind === "HTTP"}
        ticked={settings}
        onTick={(ticked) => setUnticked(new Set(fields.filter((field) => !ticked.has(field))))}
      />
      <Documentation review={review} isTicked={documentation} onTick={setDocumentation} />
      <SourceText ref={source} text={request.document} />
      <div className="sticky bottom-0 flex items-center gap-2 border-line border-t bg-bg py-3">
        <Button onClick={onBack}>Back to the target</Button>
        <Button
          look="primary"
          busy={apply.isPending || apply.isSuccess}
          disabled={open.length > 0 || (!isNew && changes === 0)}
          onClick={submit}
        >
          {isNew ? `Import ${plural(operations.length, "operation")} as a new API` : `Apply ${plural(changes, "change")} to the draft`}
        </Button>
        {!isNew && changes === 0 ? <span className="text-muted">The API is already what you chose.</span> : null}
      </div>
    </div>
  );
}

type Jump = { onJump: (place: { line: number; column: number }) => void };

function Warnings({ review: { warnings }, onJump }: { review: ImportReview } & Jump) {
  if (warnings.length === 0) return null;
  return (
    <Alert tone="warn" title={`${plural(warnings.length, "thing")} of the document will be left out.`}>
      <ul aria-label="Warnings" className="flex max-h-48 flex-col gap-1 overflow-auto pt-1">
        {warnings.slice(0, warningsMax).map(({ text, operation, place }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one text may come twice, and the list never changes.
          <li key={index} className="flex flex-wrap gap-x-2">
            {operation ? <code>{operation}</code> : null}
            {text}
            {place ? (
              <Button look="link" size="sm" onClick={() => onJump(place)}>
                line {place.line}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {warnings.length > warningsMax ? <p>and {warnings.length - warningsMax} more, each beside its operation</p> : null}
    </Alert>
  );
}

type SettingsProps = { review: ImportReview; isWhole: boolean; ticked: ReadonlySet<string>; onTick: (ticked: ReadonlySet<string>) => void };

function Settings({ review: { settings }, isWhole, ticked, onTick }: SettingsProps) {
  if (settings.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-2 font-medium">API settings</legend>
      {settings.map(({ field, from, to }) => (
        <div key={field} className="flex flex-col gap-1 rounded-md border border-line bg-raised p-2">
          <label className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-(--accent)"
              disabled={isWhole}
              checked={ticked.has(field)}
              onChange={({ target }) => onTick(new Set(target.checked ? [...ticked, field] : [...ticked].filter((each) => each !== field)))}
            />
            {field}
          </label>
          <TextDiff from={from} to={to} />
        </div>
      ))}
    </fieldset>
  );
}

type DocumentationProps = { review: ImportReview; isTicked: boolean; onTick: (isTicked: boolean) => void };

function Documentation({ review: { documentation, draftVersion }, isTicked, onTick }: DocumentationProps) {
  const { added, changed, removed } = documentation;
  if (draftVersion === undefined || added + changed + removed === 0) return null;
  return (
    <label className="flex min-h-6 items-center gap-2">
      <input type="checkbox" className="size-4 accent-(--accent)" checked={isTicked} onChange={({ target }) => onTick(target.checked)} />
      Documentation: {plural(added, "part")} added, {changed} changed, {removed} removed
    </label>
  );
}
