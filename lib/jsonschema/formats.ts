const DATE_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,12})?(?:[Zz]|[+-]\d{2}:?\d{2})$/;
const EMAIL = /^[^\s@"(),:;<>[\]\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/;
const HOST_LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const URI = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?[^\s<>"{}|\\^`]*$/;

type Format = { isValid: (text: string) => boolean; message: (text: string) => string };

const FORMATS: Readonly<Record<string, Format>> = {
  "date-time": {
    isValid: (text) => DATE_TIME.test(text),
    message: (text) =>
      `string ${text} is invalid against requested date format(s) ["yyyy-MM-dd'T'HH:mm:ssZ","yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z"]`,
  },
  email: { isValid: (text) => text.length < 320 && EMAIL.test(text), message: (text) => `string ${text} is not a valid email address` },
  hostname: {
    isValid: (text) => text.length < 254 && text.split(".").every((label) => HOST_LABEL.test(label)),
    message: (text) => `string ${text} is not a valid hostname`,
  },
  ipv4: { isValid: isIpv4, message: (text) => `string ${text} is not a valid IPv4 address` },
  ipv6: { isValid: isIpv6, message: (text) => `string ${text} is not a valid IPv6 address` },
  uri: { isValid: (text) => text.length < 4096 && URI.test(text), message: (text) => `string ${text} is not a valid URI` },
};

/** The failure of a text against a format; formats that the service does not know are not checked. */
export function findFormatFailure(name: string, text: string): string[] {
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  return format === undefined || format.isValid(text) ? [] : [format.message(JSON.stringify(text))];
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
}

function isIpv6(text: string): boolean {
  if (text.length > 45 || !/^[0-9A-Fa-f:.]+$/.test(text)) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const hasIpv4 = last.includes(".");
  if (hasIpv4 && !isIpv4(last)) return false;
  const count = groups.length + (hasIpv4 ? 1 : 0);
  const words = hasIpv4 ? groups.slice(0, -1) : groups;
  return words.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group)) && (halves.length === 2 ? count < 8 : count === 8);
}
