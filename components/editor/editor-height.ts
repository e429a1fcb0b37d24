export const LINE_HEIGHT = 19;
export const PADDING = 8;

/** The height for content of so many pixels: at least `base`, at most twice that. */
export function fitHeight(content: number, base: number): number {
  return Math.min(Math.max(content, base), base * 2);
}

/** How high an editor of this text will be, before there is an editor to ask. */
export function guessHeight(text: string, base: number): number {
  return fitHeight(text.split("\n", 200).length * LINE_HEIGHT + 2 * PADDING, base);
}
