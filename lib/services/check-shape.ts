import type { z } from "zod";
import { hasNull } from "../base/storable.ts";
import { badRequest } from "./errors.ts";

/** The largest object that a service stores, as JSON text; templates and schemas have smaller limits of their own. */
const jsonLengthMax = 1_048_576;

/** The value as its schema reads it; what does not fit is a BadRequestException that names the members. */
export function checkShape<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
    const [first] = parsed.error.issues;
    throw badRequest(`Invalid value for ${first?.path.join(".") ?? "the request"}: ${first?.message ?? "it does not fit"}`, { fields });
  }
  const text = JSON.stringify(parsed.data);
  // Nothing of an API needs it.
  if (hasNull(text)) throw badRequest("Invalid character specified: U+0000");
  if (text.length > jsonLengthMax) throw badRequest(`The object is larger than ${jsonLengthMax} bytes.`);
  return parsed.data;
}

/** Members of a request that may be left out or undefined. */
export type Loose<T> = { [Member in keyof T]?: T[Member] | undefined };

/** A copy without members that are undefined, empty maps and empty lists: absent is not empty on the wire. */
export function withoutEmpty<T extends object>(value: T): Defined<T> {
  const kept = Object.entries(value).filter(([, member]) => !isEmpty(member));
  // Members that were dropped are optional ones; those that are left are as they were.
  return Object.fromEntries(kept) as Defined<T>;
}

type Defined<T> = { [Member in keyof T]: Exclude<T[Member], undefined> };

function isEmpty(member: unknown): boolean {
  if (member === undefined || member === null) return true;
  if (Array.isArray(member)) return member.length === 0;
  return typeof member === "object" && !(member instanceof Date) && Object.keys(member).length === 0;
}
