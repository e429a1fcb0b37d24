/** The one list of keys. `keys` is in the notation of react-hotkeys-hook; a space separates keys pressed one after another. */
export const shortcuts = {
  palette: { keys: "mod+k", label: "Search and commands", inText: true },
  sheet: { keys: "shift+slash", label: "Show these keys" },
  save: { keys: "mod+s", label: "Save", inText: true },
  send: { keys: "mod+enter", label: "Send the test", inText: true },
  goApis: { keys: "g>a", label: "Go to APIs" },
  goAudit: { keys: "g>u", label: "Go to audit" },
  goSettings: { keys: "g>s", label: "Go to settings" },
  deploy: { keys: "d", label: "Deploy" },
  filter: { keys: "slash", label: "Filter of this screen" },
  tester: { keys: "t", label: "Open or close the tester" },
  newResource: { keys: "n", label: "New resource" },
  newMethod: { keys: "shift+n", label: "New method" },
  previousBox: { keys: "bracketleft", label: "Previous box of the diagram" },
  nextBox: { keys: "bracketright", label: "Next box of the diagram" },
  edit: { keys: "e", label: "Edit what is selected" },
  undo: { keys: "mod+z", label: "Undo the last change" },
  region: { keys: "f6", label: "Next region", inText: true },
} as const satisfies Record<string, { keys: string; label: string; inText?: boolean }>;

export type ShortcutName = keyof typeof shortcuts;

const names: Record<string, string> = {
  mod: "Ctrl",
  shift: "Shift",
  slash: "/",
  bracketleft: "[",
  bracketright: "]",
  enter: "Enter",
  f6: "F6",
};

/** `Ctrl K` of `mod+k`, `G A` of `g>a`, as key caps. */
export function keyCaps(name: ShortcutName): string[] {
  if (name === "sheet") return ["?"];
  return shortcuts[name].keys.split(/[+>]/).map((part) => names[part] ?? part.toUpperCase());
}
