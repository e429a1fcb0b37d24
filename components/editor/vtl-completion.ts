import { DIRECTIVE_REFERENCE, type ReferenceEntry } from "@/lib/vtl/reference";
import type { EditorHints } from "./editor-hints";
import { listFields } from "./list-fields";
import { membersOf } from "./vtl-lookup";
import { vtlSnippets } from "./vtl-snippets";

export type Completion = {
  label: string;
  /** What replaces the `typed` letters before the cursor. */
  insert: string;
  /** `insert` has the editor's placeholders. */
  isSnippet?: boolean;
  kind: "directive" | "function" | "property" | "variable" | "field" | "template";
  detail: string;
  documentation?: string;
  typed: number;
};

type Place = { /** The line up to the cursor. */ before: string /** The whole template. */; text: string; hints: EditorHints };

const roots = [
  { name: "input", detail: "The body and the parameters" },
  { name: "util", detail: "Escaping, encoding, parsing" },
  { name: "context", detail: "The request as the gateway sees it" },
  { name: "stageVariables", detail: "The variables of the stage" },
];

/** What can come at the cursor of a mapping template. */
export function completeTemplate({ before, text, hints }: Place): Completion[] {
  const directive = /#\{?([a-z]*)$/.exec(before);
  if (directive) return completeDirective(directive[0].length);
  const path = /\$!?\{?input\.(?:json|path)\(\s*['"](\$[^'"]*)$/.exec(before);
  if (path) return completeFields(path[1] ?? "", hints);
  const parameter = /\$!?\{?input\.params\(\s*['"]([^'"]*)$/.exec(before);
  if (parameter) return names(hints.parameters ?? [], "Parameter", parameter[1] ?? "");
  const member = /\$!?\{?(input|util|context|stageVariables)\.([\w.]*)$/.exec(before);
  if (member) return completeMember(member[1] ?? "", member[2] ?? "", hints);
  const root = /\$!?\{?([A-Za-z_]\w*)?$/.exec(before);
  if (root) return completeRoot(root[1] ?? "", text);
  const start = /^\s*([A-Za-z]*)$/.exec(before);
  return start ? completeStart(start[1] ?? "") : [];
}

const bodies: Readonly<Record<string, string>> = {
  set: "#set(\\$${1:name} = $0)",
  if: "#if(${1:condition})\n$0\n#end",
  elseif: "#elseif($0)",
  foreach: "#foreach(\\$${1:item} in ${2:list})\n$0\n#end",
  define: "#define(\\$${1:name})\n$0\n#end",
};

function completeDirective(typed: number): Completion[] {
  return DIRECTIVE_REFERENCE.map(({ name, signature, summary, example }) => ({
    label: `#${name}`,
    insert: bodies[name] ?? `#${name}`,
    isSnippet: bodies[name] !== undefined,
    kind: "directive",
    detail: signature,
    documentation: explain(summary, example),
    typed,
  }));
}

function completeMember(root: string, typed: string, hints: EditorHints): Completion[] {
  if (root === "stageVariables") return names(hints.stageVariables ?? [], "Stage variable", typed);
  return membersOf(root, hints.apiKind).map((entry) => ({ ...describeMember(entry), typed: typed.length }));
}

function describeMember({ name, signature, summary, example }: ReferenceEntry): Omit<Completion, "typed"> {
  const call = /\((path|name\?|text)\)$/.exec(signature)?.[1];
  const described = { label: name, detail: signature, documentation: explain(summary, example) };
  if (call === undefined) return { ...described, insert: name, kind: "property" };
  const inside = call === "path" ? "'\\$$0'" : call === "text" ? "$0" : "'$0'";
  return { ...described, insert: `${name}(${inside})`, isSnippet: true, kind: "function" };
}

function completeRoot(typed: string, text: string): Completion[] {
  const own = [...text.matchAll(/#(?:set|foreach|define)\(\s*\$([A-Za-z_]\w*)/g)].map(([, name = ""]) => name);
  return [
    ...roots,
    ...[...new Set(own)].filter((name) => name !== typed).map((name) => ({ name, detail: "Set in this template" })),
    ...(own.length > 0 && text.includes("#foreach") ? [{ name: "foreach", detail: "The loop: count, index, hasNext" }] : []),
  ].map(({ name, detail }) => ({ label: `$${name}`, insert: name, kind: "variable", detail, typed: typed.length }));
}

function completeStart(typed: string): Completion[] {
  return vtlSnippets.map(({ name, summary, text }) => ({
    label: name,
    insert: text,
    kind: "template",
    detail: "Template",
    documentation: explain(summary, text),
    typed: typed.length,
  }));
}

function completeFields(path: string, { sampleBody, modelBody }: EditorHints): Completion[] {
  const match = /^(.*?)\.?([\w-]*)$/.exec(path);
  const [, parent = "$", typed = ""] = match ?? [];
  if (!path.includes(".")) return [];
  // What the model declares comes first; the body at hand may have more.
  const fields = [modelBody, sampleBody].flatMap((body) => (body === undefined ? [] : listFields(body, parent)));
  const isFirst = (name: string, index: number) => fields.findIndex((field) => field.name === name) === index;
  const distinct = fields.filter(({ name }, index) => isFirst(name, index));
  return distinct.map(({ name, type }) => ({
    label: name,
    insert: name,
    kind: "field",
    detail: type,
    typed: typed.length,
  }));
}

function names(list: readonly string[], detail: string, typed: string): Completion[] {
  return list.map((name) => ({ label: name, insert: name, kind: "field", detail, typed: typed.length }));
}

function explain(summary: string, example: string): string {
  return `${summary}\n\n\`\`\`vtl\n${example}\n\`\`\``;
}
