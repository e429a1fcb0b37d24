import { editor } from "monaco-editor/editor";

/** Follows the console's tokens, now and when the theme changes. */
export function followTheme(): void {
  paint();
  new MutationObserver(paint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
}

function paint(): void {
  editor.defineTheme("gatehouse", readTheme(document.documentElement));
  editor.setTheme("gatehouse");
}

function readTheme(root: HTMLElement): editor.IStandaloneThemeData {
  const token = makeTokenReader(root);
  const rule = (names: string, colour: string, fontStyle = "") =>
    names.split(" ").map((name) => ({ token: name, foreground: token(colour).slice(1), fontStyle }));
  return {
    base: root.dataset.theme === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      ...rule("comment", "text-muted", "italic"),
      ...rule("keyword", "accent", "bold"),
      ...rule("keyword.json", "violet"),
      ...rule("string string.value.json string.escape", "ok"),
      ...rule("string.key string.key.json", "info"),
      ...rule("number number.json", "violet"),
      ...rule("variable variable.member", "violet"),
      ...rule("delimiter delimiter.bracket operator", "text-muted"),
      ...rule("invalid", "error"),
    ],
    colors: Object.fromEntries(Object.entries(colours).map(([name, [colour, alpha = ""]]) => [name, token(colour) + alpha])),
  };
}

// Monaco reads #rrggbb only, and a minified style sheet has other notations: the browser is asked for the colour itself.
function makeTokenReader(root: HTMLElement): (name: string) => string {
  const probe = document.createElement("span");
  const read = new Map<string, string>();
  return (name) => {
    const known = read.get(name);
    if (known !== undefined) return known;
    probe.style.color = `var(--${name})`;
    root.append(probe);
    const parts = getComputedStyle(probe).color.match(/\d+/g) ?? [];
    probe.remove();
    const colour = `#${parts
      .slice(0, 3)
      .map((part) => Number(part).toString(16).padStart(2, "0"))
      .join("")}`;
    read.set(name, colour);
    return colour;
  };
}

/** Monaco's colours by the console's tokens, with an alpha where something lies over text. */
const colours: Readonly<Record<string, readonly [token: string, alpha?: string]>> = {
  foreground: ["text"],
  focusBorder: ["accent"],
  "editor.background": ["bg-raised"],
  "editor.foreground": ["text"],
  "editorGutter.background": ["bg-raised"],
  "editorLineNumber.foreground": ["text-muted"],
  "editorLineNumber.activeForeground": ["text"],
  "editorCursor.foreground": ["accent"],
  "editor.selectionBackground": ["accent", "40"],
  "editor.inactiveSelectionBackground": ["accent", "24"],
  "editor.selectionHighlightBackground": ["accent", "1c"],
  "editor.findMatchBackground": ["warn", "55"],
  "editor.findMatchHighlightBackground": ["warn", "2b"],
  "editorBracketMatch.background": ["accent-bg"],
  "editorBracketMatch.border": ["accent", "80"],
  // One colour for all brackets: in a template an unmatched one is no mistake.
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, ["text-muted"]])),
  "editorBracketHighlight.unexpectedBracket.foreground": ["text-muted"],
  "editorIndentGuide.background1": ["border"],
  "editorIndentGuide.activeBackground1": ["border-strong", "80"],
  "editorError.foreground": ["error"],
  "editorWarning.foreground": ["warn"],
  "editorInfo.foreground": ["info"],
  "editorLightBulb.foreground": ["warn"],
  "editorWidget.background": ["bg-raised"],
  "editorWidget.foreground": ["text"],
  "editorWidget.border": ["border"],
  "editorHoverWidget.background": ["bg-raised"],
  "editorHoverWidget.foreground": ["text"],
  "editorHoverWidget.border": ["border"],
  "editorHoverWidget.statusBarBackground": ["bg-sunken"],
  "editorSuggestWidget.background": ["bg-raised"],
  "editorSuggestWidget.foreground": ["text"],
  "editorSuggestWidget.border": ["border"],
  "editorSuggestWidget.selectedBackground": ["bg-selected"],
  "editorSuggestWidget.selectedForeground": ["text"],
  "editorSuggestWidget.highlightForeground": ["accent"],
  "editorSuggestWidget.focusHighlightForeground": ["accent"],
  "list.focusBackground": ["bg-selected"],
  "list.focusForeground": ["text"],
  "list.hoverBackground": ["bg-hover"],
  "list.highlightForeground": ["accent"],
  "menu.background": ["bg-raised"],
  "menu.foreground": ["text"],
  "menu.selectionBackground": ["bg-selected"],
  "menu.selectionForeground": ["text"],
  "menu.border": ["border"],
  "quickInput.background": ["bg-raised"],
  "quickInput.foreground": ["text"],
  "input.background": ["bg"],
  "input.foreground": ["text"],
  "input.border": ["border-strong"],
  "textLink.foreground": ["accent"],
  "textCodeBlock.background": ["bg-sunken"],
  descriptionForeground: ["text-muted"],
  "scrollbarSlider.background": ["border-strong", "50"],
  "scrollbarSlider.hoverBackground": ["border-strong", "80"],
  "scrollbarSlider.activeBackground": ["border-strong", "a0"],
  "widget.shadow": ["text", "20"],
};
