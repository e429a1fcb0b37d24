/** The one list of keys. A `sign` is meant by what it writes, wherever the keyboard has it. `keys` is in the notation of react-hotkeys-hook; a space separates keys pressed one after another. */
export const shortcuts = {
  palette: { keys: "mod+k", label: "Search and commands", inText: true },
  sheet: { keys: "?", sign: true, label: "Show these keys" },
  save: { keys: "mod+s", label: "Save", inText: true },
  send: { keys: "mod+enter", label: "Send the test", inText: true },
  goApis: { keys: "g>a", label: "Go to APIs" },
  goLogs: { keys: "g>l", label: "Go to logs" },
  goMetrics: { keys: "g>m", label: "Go to metrics" },
  goKeys: { keys: "g>k", label: "Go to API keys" },
  goPlans: { keys: "g>p", label: "Go to usage plans" },
  goAudit: { keys: "g>u", label: "Go to audit" },
  goSettings: { keys: "g>s", label: "Go to settings" },
  deploy: { keys: "d", label: "Deploy" },
  filter: { keys: "/", sign: true, label: "Filter of this screen" },
  tester: { keys: "t", label: "Open or close the tester" },
  newResource: { keys: "n", label: "New resource" },
  newMethod: { keys: "shift+n", label: "New method" },
  previousBox: { keys: "[", sign: true, label: "Previous box of the diagram" },
  nextBox: { keys: "]", sign: true, label: "Next box of the diagram" },
  edit: { keys: "e", label: "Edit what is selected" },
  copyAs: { keys: "c", label: "Copy as commands or text" },
  undo: { keys: "mod+z", label: "Undo the last change" },
  region: { keys: "f6", label: "Next region", inText: true },
} as const satisfies Record<string, { keys: string; label: string; inText?: boolean; sign?: boolean }>;

export type ShortcutName = keyof typeof shortcuts;

const names: Record<string, string> = {
  mod: "Ctrl",
  shift: "Shift",
  enter: "Enter",
  f6: "F6",
};

/** `Ctrl K` of `mod+k`, `G A` of `g>a`, as key caps. */
export function keyCaps(name: ShortcutName): string[] {
  return shortcuts[name].keys.split(/[+>]/).map((part) => names[part] ?? part.toUpperCase());
}
