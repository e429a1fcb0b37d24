/** Whether an address lies in a network such as `10.0.0.0/8` or `2001:db8::/32`; a network without a length is one address. */
export function inNetwork(address: string, network: string): boolean {
  const [base = "", length] = network.split("/", 2);
  const wanted = addressBits(base);
  const actual = addressBits(address);
  if (wanted === undefined || actual === undefined || wanted.length !== actual.length) return false;
  const bits = length === undefined ? wanted.length : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  return bits >= 0 && bits <= wanted.length && actual.slice(0, bits) === wanted.slice(0, bits);
}

/** The same for many networks at once: as many look-ups as they have different lengths. */
export function compileNetworks(networks: readonly string[]): (address: string) => boolean {
  const byLength = new Map<number, Set<string>>();
  for (const network of networks) {
    const [base = "", length] = network.split("/", 2);
    const bits = addressBits(base);
    if (bits === undefined) continue;
    const kept = bits.slice(0, length === undefined ? bits.length : Number(length));
    const key = bits.length * 1_000 + kept.length;
    const known = byLength.get(key) ?? new Set();
    byLength.set(key, known.add(packed(kept)));
  }
  return (address) => {
    const bits = addressBits(address);
    if (bits === undefined) return false;
    for (const [key, known] of byLength) {
      if (Math.floor(key / 1_000) === bits.length && known.has(packed(bits.slice(0, key % 1_000)))) return true;
    }
    return false;
  };
}

/** Bits, sixteen to a character: lists have many thousands of them. Texts of one length are equal when their bits are. */
function packed(bits: string): string {
  let text = "";
  for (let at = 0; at < bits.length; at += 16) text += String.fromCharCode(Number.parseInt(bits.slice(at, at + 16), 2));
  return text;
}

/** An address as text of its bits: 32 of them, or 128. An IPv4 address that is mapped into IPv6 counts as IPv4. */
function addressBits(address: string): string | undefined {
  if (!address.includes(":")) return ipv4Bits(address);
  const groups = ipv6Groups(address);
  if (groups === undefined) return undefined;
  const bits = groups.map((group) => group.toString(2).padStart(16, "0")).join("");
  const mapped = `${"0".repeat(80)}${"1".repeat(16)}`;
  return bits.startsWith(mapped) ? bits.slice(96) : bits;
}

function ipv4Bits(address: string): string | undefined {
  const parts = address.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, "0")).join("");
}

function ipv6Groups(address: string): number[] | undefined {
  const text = withoutDots(address);
  if (text === undefined) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...(halves.length === 2 ? new Array<string>(missing).fill("0") : []), ...tail];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : undefined;
}

/** `::ffff:10.0.0.1` with its end as two groups. */
function withoutDots(address: string): string | undefined {
  const at = address.lastIndexOf(":") + 1;
  const end = address.slice(at);
  if (!end.includes(".")) return address;
  const bits = ipv4Bits(end);
  if (bits === undefined) return undefined;
  const group = (from: number) => Number.parseInt(bits.slice(from, from + 16), 2).toString(16);
  return `${address.slice(0, at)}${group(0)}:${group(16)}`;
}
