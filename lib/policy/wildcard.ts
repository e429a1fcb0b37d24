/** Whether a text matches a pattern in which `*` stands for any text and `?` for one character. Time grows with length times length at most. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let next = 0;
  // Where the last star was, and how much of the text it has taken so far.
  let star = -1;
  let taken = 0;
  while (next < text.length) {
    if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[next]) && pattern[at] !== "*") {
      at++;
      next++;
    } else if (pattern[at] === "*") {
      star = at++;
      taken = next;
    } else if (star >= 0) {
      at = star + 1;
      next = ++taken;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
