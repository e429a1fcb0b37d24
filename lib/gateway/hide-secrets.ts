import { Buffer } from "node:buffer";
import { secretMask } from "../definition/secret-variables.ts";
import type { MessageView } from "../definition/trace.ts";

/** Puts the mask in the places of secrets, in a text that people will see. A text that was cut loses as much as may be the begin of one. */
export type HideSecrets = (text: string, isCut?: boolean) => string;

/** What hides these values, in the forms in which they come into addresses, JSON and headers too; undefined when nothing is secret. */
export function compileHiding(secrets: readonly string[]): HideSecrets | undefined {
  const forms = new Set(secrets.filter((secret) => secret !== "").flatMap(formsOf));
  if (forms.size === 0) return undefined;
  // The longest first: a form may begin with another one.
  const sorted = [...forms].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(sorted.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "g");
  const partMax = (sorted[0]?.length ?? 1) - 1;
  return (text, isCut = false) => {
    const shown = text.replace(pattern, secretMask);
    return isCut ? shown.slice(0, Math.max(0, shown.length - partMax)) : shown;
  };
}

function formsOf(secret: string): string[] {
  const component = encodeURIComponent(secret);
  const form = component.replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return [
    secret,
    component,
    // As execution logs write addresses, and as forms are encoded.
    component.replace(/%3A/g, ":").replace(/%24/g, "$"),
    component.replace(/%20/g, "+"),
    form,
    form.replace(/%20/g, "+"),
    encodeURI(secret),
    JSON.stringify(secret).slice(1, -1),
    // As templates escape for scripts.
    secret.replace(/['"\\/]/g, "\\$&"),
    ...base64Forms(Buffer.from(secret)),
  ];
}

/** Alone, and within a longer text, as in `name:secret` of basic authentication: wherever it begins there, the signs that are all its own. */
function base64Forms(secret: Buffer): string[] {
  const alone = secret.toString("base64");
  const within = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), secret]).toString("base64");
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + secret.length) * 8) / 6));
  });
  const forms = [alone, alone.replace(/=+$/, ""), ...within.filter((form) => form.length >= withinLengthMin)];
  return [...forms, ...forms.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** Fewer signs could be anything's. */
const withinLengthMin = 8;

/** A message as a trace shows it. A body of bytes that has a secret in it, or may have the begin of one at its end, is left out. */
export function hideInMessage(hide: HideSecrets, view: MessageView): MessageView {
  const { url, headers, body } = view;
  const isCut = view.bodyBytes !== undefined;
  if (body !== undefined && view.bodyIsBase64 === true) {
    const text = Buffer.from(body, "base64").toString("latin1");
    if (hide(text, isCut) !== text) {
      const { body: _, bodyIsBase64: __, ...head } = view;
      return hideInMessage(hide, { ...head, bodyIsOmitted: true });
    }
  }
  return {
    ...view,
    ...(url !== undefined && { url: hide(url) }),
    ...(headers && { headers: headers.map(([name, value]): [string, string] => [name, hide(value)]) }),
    ...(body !== undefined && view.bodyIsBase64 !== true && { body: hide(body, isCut) }),
  };
}

/** Every value of a record of texts, as refusals have them for evidence: those of bodies are their first part. */
export function hideInValues(hide: HideSecrets | undefined, values: Readonly<Record<string, string>>): Record<string, string> {
  if (hide === undefined) return { ...values };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hide(value, value.length >= evidenceMin)]));
}

/** No refusal keeps less of a text that it cuts. */
const evidenceMin = 256;
