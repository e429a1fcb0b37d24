import type { ImportChoice, ImportDecisions, ImportItem, ImportReview } from "@/lib/definition/import-review";

type Choices = Readonly<Record<string, ImportChoice>>;

/** Things that nobody decided yet, and that the document does not decide. */
export function undecided(items: readonly ImportItem[], choices: Choices): ImportItem[] {
  return items.filter(
    ({ key, byDefault, choices: possible }) => possible.length > 0 && byDefault === undefined && choices[key] === undefined,
  );
}

/** The choices that a preview offers, of those made at one before. */
export function possibleChoices(items: readonly ImportItem[], choices: Choices): Choices {
  return Object.fromEntries(
    items.flatMap(({ key, choices: possible }) => {
      const choice = choices[key];
      return choice !== undefined && possible.includes(choice) ? [[key, choice]] : [];
    }),
  );
}

/** How many things an import with these decisions changes. */
export function countChanges({ items, settings, documentation }: ImportReview, decisions: ImportDecisions): number {
  const changed = items.filter((item) => changes(item, decisions.items[item.key] ?? item.byDefault));
  const { added, changed: rewritten, removed } = documentation;
  const parts = decisions.documentation ? added + rewritten + removed : 0;
  return changed.length + settings.filter(({ field }) => decisions.settings.includes(field)).length + parts;
}

function changes({ kind, fields }: ImportItem, choice: ImportChoice | undefined): boolean {
  if (choice === undefined || choice === "keep") return false;
  if (choice === "remove" || kind === "added") return true;
  // The fields of very long lists are not told; then what the document makes of it counts.
  return fields[choice] === undefined ? kind === "changed" : fields[choice].length > 0;
}
