/** A value of the query protocol: lists are `member` elements, times are ISO texts; what is undefined is left out. */
export type XmlValue = string | number | boolean | Date | undefined | readonly XmlValue[] | { readonly [name: string]: XmlValue };

export function xmlElement(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  return `<${name}>${contentOf(value)}</${name}>`;
}

function contentOf(value: Exclude<XmlValue, undefined>): string {
  if (value instanceof Date) return value.toISOString();
  if (isList(value)) return value.map((item) => xmlElement("member", item)).join("");
  if (typeof value !== "object") return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, member]) => xmlElement(name, member))
    .join("");
}

/** `Array.isArray` does not tell read-only lists from objects. */
function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escapeXml(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  // XML 1.0 has no place for other control characters; a carriage return would come back as a line feed.
  return escaped.replaceAll("\r", "&#xD;").replace(/[^\t\n\x20-\uffff]/g, "\ufffd");
}
