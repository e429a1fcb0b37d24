import type { languages } from "monaco-editor/editor";

/** Comments, brackets and folding of mapping templates. */
export const vtlConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: "##", blockComment: ["#*", "*#"] },
  brackets: [
    ["{", "}"],
    ["[", "]"],
    ["(", ")"],
  ],
  surroundingPairs: [
    { open: "{", close: "}" },
    { open: "[", close: "]" },
    { open: "(", close: ")" },
    { open: '"', close: '"' },
    { open: "'", close: "'" },
  ],
  wordPattern: /[A-Za-z_][\w-]*/,
  folding: { markers: { start: /^\s*#\{?(?:if|foreach|define|macro)\b/, end: /^\s*#\{?end\b/ } },
};

const reference = [/\$!?\{?[A-Za-z_][\w-]*/, { token: "variable", next: "@reference" }] as const;
const comments = [
  [/##.*$/, "comment"],
  [/#\*/, { token: "comment", next: "@comment" }],
  [/#\[\[/, { token: "string", next: "@raw" }],
] as const;
const directives = [
  [/#\{?(?:set|if|elseif|foreach|define|macro|include|parse|evaluate)\b\}?(?=\s*\()/, { token: "keyword", next: "@directive" }],
  [/#\{?(?:else|end|break|stop)\b\}?/, "keyword"],
] as const;

/** Colours of Velocity templates around JSON. */
export const vtlTokens = {
  defaultToken: "",
  brackets: [
    { open: "{", close: "}", token: "delimiter.bracket" },
    { open: "[", close: "]", token: "delimiter.bracket" },
    { open: "(", close: ")", token: "delimiter.bracket" },
  ],
  tokenizer: {
    root: [
      ...comments,
      ...directives,
      reference,
      [/\\[$#]/, "string.escape"],
      [/"[^"$#\\]*"(?=\s*:)/, "string.key"],
      [/"/, { token: "string", next: "@text" }],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w-])/, "number"],
      [/\b(?:true|false|null)\b/, "number"],
      [/[{}[\]]/, "@brackets"],
      [/[,:]/, "delimiter"],
    ],
    comment: [
      [/\*#/, { token: "comment", next: "@pop" }],
      [/[^*]+|\*/, "comment"],
    ],
    raw: [
      [/\]\]#/, { token: "string", next: "@pop" }],
      [/[^\]]+|\]/, "string"],
    ],
    text: [
      ...directives,
      reference,
      [/[^"$#\\]+/, "string"],
      [/\\./, "string.escape"],
      [/"/, { token: "string", next: "@pop" }],
      [/[$#\\]/, "string"],
    ],
    // Behind a name: properties, calls and indices, until something else comes.
    reference: [
      [/\.[A-Za-z_][\w-]*/, "variable.member"],
      [/\(/, { token: "@brackets", next: "@arguments" }],
      [/\[/, { token: "@brackets", next: "@index" }],
      [/\}/, { token: "variable", next: "@pop" }],
      [/(?=[\s\S])/, { token: "", next: "@pop" }],
      [/$/, { token: "", next: "@pop" }],
    ],
    directive: [
      [/\s+/, ""],
      [/\(/, { token: "@brackets", switchTo: "@arguments" }],
      [/(?=[\s\S])/, { token: "", next: "@pop" }],
    ],
    arguments: [[/\)/, { token: "@brackets", next: "@pop" }], { include: "@expression" }],
    index: [[/\]/, { token: "@brackets", next: "@pop" }], { include: "@expression" }],
    expression: [
      [/##.*$/, "comment"],
      reference,
      [/'[^']*'/, "string"],
      [/"(?:[^"\\]|\\.)*"/, "string"],
      [/-?\d+(?:\.\d+)?/, "number"],
      [/\b(?:in|and|or|not|eq|ne|gt|lt|ge|le|true|false|null)\b/, "keyword"],
      [/[=!<>&|+\-*/%]+|\.\./, "operator"],
      [/\(/, { token: "@brackets", next: "@arguments" }],
      [/\[/, { token: "@brackets", next: "@index" }],
      [/[,:{}]/, "delimiter"],
    ],
  },
};
