import { Buffer } from "node:buffer";
import { secretMask } from "../definition/secret-variables.ts";
import type { MessageView } from "../definition/trace.ts";

/** Puts the mask in the places of secrets, in a text that people will see. */
export type HideSecrets = (text: string) => string;

/** What hides these values, in the forms in which they come into addresses, JSON and headers too; undefined when nothing is secret. */
export function compileHiding(secrets: readonly string[]): HideSecrets | undefined {
  const forms = new Set(secrets.filter((secret) => secret !== "").flatMap(formsOf));
  if (forms.size === 0) return undefined;
  // The longest first: a form may begin with another one.
  const words = [...forms].sort((a, b) => b.length - a.length).map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  const pattern = new RegExp(words.join("|"), "g");
  return (text) => text.replace(pattern, secretMask);
}

function formsOf(secret: string): string[] {
  const component = encodeURIComponent(secret);
  const base64 = Buffer.from(secret).toString("base64");
  return [
    secret,
    component,
    // As execution logs write addresses, and as forms are encoded.
    component.replace(/%3A/g, ":").replace(/%24/g, "$"),
    component.replace(/%20/g, "+"),
    encodeURI(secret),
    JSON.stringify(secret).slice(1, -1),
    base64,
    base64.replace(/=+$/, ""),
    Buffer.from(secret).toString("base64url"),
  ];
}

/** A message as a trace shows it. A body of bytes that has a secret in it is left out. */
export function hideInMessage(hide: HideSecrets, view: MessageView): MessageView {
  const { url, headers, body } = view;
  if (body !== undefined && view.bodyIsBase64 === true) {
    const text = Buffer.from(body, "base64").toString("latin1");
    if (hide(text) !== text) {
      const { body: _, bodyIsBase64: __, ...head } = view;
      return hideInMessage(hide, { ...head, bodyIsOmitted: true });
    }
  }
  return {
    ...view,
    ...(url !== undefined && { url: hide(url) }),
    ...(headers && { headers: headers.map(([name, value]): [string, string] => [name, hide(value)]) }),
    ...(body !== undefined && view.bodyIsBase64 !== true && { body: hide(body) }),
  };
}

/** Every value of a record of texts. */
export function hideInValues(hide: HideSecrets | undefined, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hide === undefined ? value : hide(value)]));
}
