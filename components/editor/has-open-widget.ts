const widgets = ".suggest-widget.visible, .find-widget.visible, .rename-box, .action-widget, .snippet-session";

/** Whether the focused editor shows something of its own that Escape closes. */
export function hasOpenWidget(): boolean {
  const editor = document.activeElement?.closest(".monaco-editor");
  return editor?.querySelector(widgets) != null;
}
