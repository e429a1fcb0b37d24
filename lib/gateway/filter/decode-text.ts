// Programs decode what they get more than once; attacks hide behind that. More rounds than these nobody needs.
const roundsMax = 3;

/** The texts that a program behind the gateway may make of a value: as it came, and with every known escape undone. */
export function formsOf(text: string): string[] {
  let decoded = withoutNulls(text);
  for (let round = 0; round < roundsMax; round++) {
    const next = withoutNulls(decodeOnce(decoded));
    if (next === decoded) break;
    decoded = next;
  }
  return decoded === text ? [text] : [text, decoded];
}

function decodeOnce(text: string): string {
  let decoded = text;
  if (decoded.includes("%"))
    decoded = decoded.replace(/%(?:u([0-9a-f]{4})|([0-9a-f]{2}))/gi, (_all, wide, narrow) => fromHex(wide ?? narrow));
  if (decoded.includes("\\"))
    decoded = decoded.replace(/\\(?:u\{?([0-9a-f]{4,6})\}?|x([0-9a-f]{2}))/gi, (_all, wide, narrow) => fromHex(wide ?? narrow));
  if (decoded.includes("&")) decoded = decoded.replace(/&(?:#x0*([0-9a-f]{1,6})|#0*(\d{1,7})|([a-z]{2,8}));?/gi, entity);
  // Some programs take the wide forms of characters for the plain ones.
  return /[\uff01-\uff5e]/.test(decoded) ? decoded.replace(/[\uff01-\uff5e]/g, (wide) => fromCode(wide.charCodeAt(0) - 0xfee0)) : decoded;
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  colon: ":",
  equals: "=",
  gt: ">",
  lpar: "(",
  lt: "<",
  newline: "\n",
  quot: '"',
  rpar: ")",
  sol: "/",
  tab: "\t",
};

function entity(all: string, hex: string | undefined, decimal: string | undefined, name: string | undefined): string {
  if (hex !== undefined) return fromHex(hex);
  if (decimal !== undefined) return fromCode(Number(decimal));
  return nameOf(name ?? "") ?? all;
}

// Without its semicolon a name may be the beginning of a longer word: `&ltscript`.
function nameOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (Object.hasOwn(named, lower)) return named[lower];
  const short = ["lt", "gt"].find((begin) => lower.startsWith(begin));
  return short === undefined ? undefined : `${named[short]}${name.slice(short.length)}`;
}

const fromHex = (digits: string) => fromCode(Number.parseInt(digits, 16));

function fromCode(code: number): string {
  return code > 0x10ffff ? "" : String.fromCodePoint(code);
}

const withoutNulls = (text: string) => (text.includes("\0") ? text.replaceAll("\0", "") : text);
