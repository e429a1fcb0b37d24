"use client";
import { Minus, Pencil, Plus, TriangleAlert } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { TextDiff } from "@/components/diff/text-diff";
import { Badge, type Tone, Verb } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NativeSelect } from "@/components/ui/field";
import { groupBy } from "@/lib/base/group-by";
import { plural } from "@/lib/client/format";
import type { ImportChoice, ImportGroup, ImportItem, SourcePlace } from "@/lib/definition/import-review";

const kinds = {
  added: { tone: "ok", icon: <Plus aria-hidden /> },
  changed: { tone: "warn", icon: <Pencil aria-hidden /> },
  removed: { tone: "error", icon: <Minus aria-hidden /> },
  kept: { tone: "neutral", icon: null },
} as const satisfies Record<ImportItem["kind"], { tone: Tone; icon: ReactNode }>;

const groups = {
  operation: "Operations",
  model: "Models",
  requestValidator: "Request validators",
  authorizer: "Authorizers",
  gatewayResponse: "Gateway responses",
} as const satisfies Record<ImportGroup, string>;

/** Rows that are drawn at first, and with each wish for more. */
const rowsMax = 200;

type Props = {
  items: readonly ImportItem[];
  isNew: boolean;
  choices: Readonly<Record<string, ImportChoice>>;
  onChoose: (key: string, choice: ImportChoice) => void;
  onJump: (place: SourcePlace) => void;
};

/** Things by kind, operations below their paths. */
export function ReviewTree({ items, ...row }: Props) {
  const [limit, setLimit] = useState(rowsMax);
  const byGroup = useMemo(() => groupBy(items.slice(0, limit), ({ group }) => group), [items, limit]);
  if (items.length === 0) return <EmptyState title="Nothing of this kind">Choose above which operations are shown.</EmptyState>;
  return (
    <div className="flex flex-col gap-3">
      {[...byGroup].map(([group, own]) => (
        <section key={group} aria-label={groups[group]} className="flex flex-col gap-1">
          <h2 className="text-lg">{groups[group]}</h2>
          {group === "operation" ? (
            <ul className="flex flex-col rounded-md border border-line bg-raised">
              {[...groupBy(own, ({ path, name }) => path ?? name ?? "")].map(([path, methods]) => (
                <li key={path} className="border-line border-b last:border-b-0">
                  <p className="bg-sunken px-3 py-1 font-mono text-sm">{path}</p>
                  <Rows items={methods} {...row} />
                </li>
              ))}
            </ul>
          ) : (
            <div className="rounded-md border border-line bg-raised">
              <Rows items={own} {...row} />
            </div>
          )}
        </section>
      ))}
      {items.length > limit ? (
        <div>
          <Button onClick={() => setLimit(limit + rowsMax)}>
            Show {Math.min(rowsMax, items.length - limit)} more of {items.length}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Rows({ items, ...row }: Props) {
  return (
    <ul>
      {items.map((item) => (
        <Row key={item.key} item={item} {...row} />
      ))}
    </ul>
  );
}

type RowProps = Omit<Props, "items"> & { item: ImportItem };

function Row({ item, isNew, choices, onChoose, onJump }: RowProps) {
  const { key, kind, verb, name, place, warnings, byDefault } = item;
  const { tone, icon } = kinds[kind];
  const choice = choices[key] ?? byDefault;
  const fields = choice === undefined ? [] : (item.fields[choice] ?? []);
  return (
    <li aria-label={key} className="border-line border-b px-3 py-1 last:border-b-0">
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <Badge tone={tone}>
          {icon}
          {kind}
        </Badge>
        {verb ? <Verb verb={verb} /> : <span className="font-mono text-sm">{name}</span>}
        {place ? (
          <Button look="link" size="sm" aria-label={`Line ${place.line} of the document, ${key}`} onClick={() => onJump(place)}>
            line {place.line}
          </Button>
        ) : null}
        {warnings.map((text) => (
          <span key={text} className="flex items-center gap-1 text-sm text-warn [&_svg]:size-3.5">
            <TriangleAlert aria-hidden />
            {text}
          </span>
        ))}
        {isNew || item.choices.length === 0 ? null : (
          <NativeSelect
            aria-label={`What becomes of ${key}`}
            className="ml-auto w-32"
            value={choice ?? ""}
            onChange={({ target }) => {
              const chosen = item.choices.find((each) => each === target.value);
              if (chosen !== undefined) onChoose(key, chosen);
            }}
          >
            {choice === undefined ? <option value="">Choose ...</option> : null}
            {item.choices.map((each) => (
              <option key={each} value={each}>
                {labelOf(item, each)}
              </option>
            ))}
          </NativeSelect>
        )}
      </div>
      {fields.length > 0 ? (
        <details>
          <summary className="text-muted text-sm">{plural(fields.length, "field")}</summary>
          <dl className="flex flex-col gap-2 py-2">
            {fields.map(({ field, from, to }) => (
              <div key={field}>
                <dt className="text-muted text-sm">{field}</dt>
                <dd>
                  <TextDiff from={from} to={to} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </li>
  );
}

const words = { keep: "Keep", merge: "Merge", replace: "Replace", remove: "Remove" } as const satisfies Record<ImportChoice, string>;

function labelOf({ kind }: ImportItem, choice: ImportChoice): string {
  if (kind === "added") return choice === "keep" ? "Leave out" : "Add";
  return words[choice];
}
