import type { CaseRule, CharSet } from "./syntax.ts";

function within(low: number, high: number): CharSet {
  return { has: (code) => code >= low && code <= high, beyond: high < 128 ? "none" : "mixed" };
}

function mixed(has: (code: number) => boolean): CharSet {
  return { has, beyond: "mixed" };
}

/** All characters. */
export const everything: CharSet = { has: () => true, beyond: "all" };

/** All code points that one of the sets has. */
export function unite(sets: readonly CharSet[]): CharSet {
  const [first, second] = sets;
  if (first !== undefined && sets.length === 1) return first;
  const beyond = sets.some((set) => set.beyond === "all") ? "all" : sets.every((set) => set.beyond === "none") ? "none" : "mixed";
  if (first !== undefined && second !== undefined && sets.length === 2)
    return { has: (code) => first.has(code) || second.has(code), beyond };
  return { has: (code) => sets.some((set) => set.has(code)), beyond };
}

/** All code points that both sets have. */
export function intersect(left: CharSet, right: CharSet): CharSet {
  return invert(unite([invert(left), invert(right)]));
}

/** All code points that the set does not have. */
export function invert(set: CharSet): CharSet {
  const beyond = set.beyond === "mixed" ? "mixed" : set.beyond === "all" ? "none" : "all";
  return { has: (code) => !set.has(code), beyond };
}

/** The code points from one to another, letters of either case if the rule says so. */
export function range(low: number, high: number, rule: CaseRule): CharSet {
  const plain = within(low, high);
  if (rule === "exact") return plain;
  const beyond = rule === "ascii" ? plain.beyond : "mixed";
  return { has: (code) => plain.has(code) || otherCases(code, rule).some(plain.has), beyond };
}

/** The same letter in its other case. */
export function otherCases(code: number, rule: CaseRule): number[] {
  if (rule === "exact" || (rule === "ascii" && code > 127)) return [];
  const char = String.fromCodePoint(code);
  return [char.toLowerCase(), char.toUpperCase()].flatMap((other) =>
    other !== char && [...other].length === 1 ? [other.codePointAt(0) ?? code] : [],
  );
}

/** Answers for ASCII come from a table, made once; the rest is asked each time. */
export function withTable(set: CharSet): CharSet {
  const table = Uint8Array.from({ length: 128 }, (_, code) => (set.has(code) ? 1 : 0));
  return { has: (code) => (code < 128 ? table[code] === 1 : set.has(code)), beyond: set.beyond };
}

export const digits = within(0x30, 0x39);
export const wordCharacters = unite([digits, within(0x41, 0x5a), within(0x61, 0x7a), within(0x5f, 0x5f)]);
const verticalSpaces = mixed((code) => (code >= 10 && code <= 13) || code === 0x85 || code === 0x2028 || code === 0x2029);
const horizontalSpaces = mixed(
  (code) =>
    code === 32 ||
    code === 9 ||
    code === 0xa0 ||
    code === 0x1680 ||
    code === 0x180e ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000,
);
const javaSpaces = unite([within(32, 32), within(9, 13)]);
const ecmaSpaces = unite([javaSpaces, horizontalSpaces, verticalSpaces, within(0xfeff, 0xfeff)]);

/** `\d`, `\w`, `\s` and their kin by letter; an upper-case letter is the inverse. */
export function findShorthand(letter: string, dialect: "java" | "ecma"): CharSet | undefined {
  const set = {
    d: digits,
    w: wordCharacters,
    s: dialect === "java" ? javaSpaces : ecmaSpaces,
    ...(dialect === "java" ? { h: horizontalSpaces, v: verticalSpaces } : {}),
  }[letter.toLowerCase()];
  if (set === undefined) return undefined;
  return letter === letter.toLowerCase() ? set : invert(set);
}

/** What `.` matches when line ends are excluded. */
export const notLineEnd = mixed((code) => code !== 10 && code !== 13 && code !== 0x85 && code !== 0x2028 && code !== 0x2029);
/** What `.` matches when only `\n` ends a line. */
export const notNewline = invert(within(10, 10));
/** What `.` matches in a JavaScript pattern. */
export const notEcmaLineEnd = mixed((code) => code !== 10 && code !== 13 && code !== 0x2028 && code !== 0x2029);

const upper = within(0x41, 0x5a);
const lower = within(0x61, 0x7a);
const graphic = within(0x21, 0x7e);
const alphabetic = unite([upper, lower]);

const POSIX: Readonly<Record<string, CharSet>> = {
  Lower: lower,
  Upper: upper,
  ASCII: within(0, 0x7f),
  Alpha: alphabetic,
  Digit: digits,
  Alnum: unite([alphabetic, digits]),
  Punct: { has: (code) => graphic.has(code) && (code === 0x5f || !wordCharacters.has(code)), beyond: "none" },
  Graph: graphic,
  Print: within(0x20, 0x7e),
  Blank: unite([within(32, 32), within(9, 9)]),
  Cntrl: unite([within(0, 0x1f), within(0x7f, 0x7f)]),
  XDigit: unite([digits, within(0x41, 0x46), within(0x61, 0x66)]),
  Space: javaSpaces,
};

const JAVA_NAMES: Readonly<Record<string, string>> = {
  javaLowerCase: "Lowercase",
  javaUpperCase: "Uppercase",
  javaLetter: "L",
  javaDigit: "Nd",
  javaAlphabetic: "Alphabetic",
  javaWhitespace: "White_Space",
  IsDigit: "Nd",
  IsLetter: "L",
  IsPunctuation: "P",
  L1: "ASCII",
};

/** The set of `\p{Name}`, or `undefined` if there is no such property. */
export function findProperty(name: string): CharSet | undefined {
  if (Object.hasOwn(POSIX, name)) return POSIX[name];
  const known = Object.hasOwn(JAVA_NAMES, name) ? JAVA_NAMES[name] : undefined;
  const candidates = known === undefined ? spellings(name) : [known];
  for (const candidate of candidates) {
    const pattern = makePropertyPattern(candidate);
    if (pattern !== undefined) return mixed((code) => pattern.test(String.fromCodePoint(code)));
  }
  return undefined;
}

function spellings(name: string): string[] {
  if (!/^[A-Za-z_]+(=[A-Za-z_]+)?$/.test(name)) return [];
  const bare = name.replace(/^Is/, "");
  return [name, bare, `Script=${bare}`, name.replace(/^(script|sc)=/i, "Script=").replace(/^(general_category|gc)=/i, "gc=")];
}

// The engine knows the properties of Unicode; the name is checked above, so this builds nothing from a user's text but a name.
function makePropertyPattern(name: string): RegExp | undefined {
  try {
    return new RegExp(`^\\p{${name}}$`, "u");
  } catch {
    return undefined;
  }
}
