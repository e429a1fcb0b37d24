import {
  contextOf,
  DIRECTIVE_REFERENCE,
  INPUT_REFERENCE,
  type ReferenceEntry,
  type TemplateApiKind,
  UTIL_REFERENCE,
} from "@/lib/vtl/reference";

/** The entries below each of the references that the service provides. */
export function membersOf(root: string, apiKind: TemplateApiKind | undefined): readonly ReferenceEntry[] {
  return { input: INPUT_REFERENCE, util: UTIL_REFERENCE, context: contextOf(apiKind) }[root] ?? [];
}

export type Found = { entry: ReferenceEntry; start: number; end: number };

const words = /#\{?(?<directive>[a-z]+)|\$!?\{?(?<root>input|util|context)\.(?<path>[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)/g;

/** What stands at an offset of a line, if the reference knows it; `end` is behind the last letter. */
export function findEntryAt(line: string, offset: number, apiKind?: TemplateApiKind): Found | undefined {
  for (const match of line.matchAll(words)) {
    const end = match.index + match[0].length;
    if (offset < match.index || offset > end) continue;
    const { directive, root = "", path = "" } = match.groups ?? {};
    const entry =
      directive === undefined ? findMember(membersOf(root, apiKind), path) : DIRECTIVE_REFERENCE.find(({ name }) => name === directive);
    return entry && { entry, start: match.index, end };
  }
  return undefined;
}

// Methods of a value and claims of an authorizer lie below the known name.
function findMember(entries: readonly ReferenceEntry[], path: string): ReferenceEntry | undefined {
  return entries
    .filter(({ name }) => path === name || path.startsWith(`${name}.`))
    .sort((left, right) => right.name.length - left.name.length)[0];
}
