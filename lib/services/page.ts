import { badRequest } from "./errors.ts";

/** `position` is what an earlier page gave, `limit` at most 500. */
export type PageInput = { position?: string | undefined; limit?: number | undefined };
export type Page<Item> = { items: Item[]; position?: string };

const limitDefault = 25;
const limitMax = 500;

/** One page of a list in a stable order; the position names the last item of the page before. */
export function pageOf<Item>(items: readonly Item[], keyOf: (item: Item) => string, input: PageInput): Page<Item> {
  const limit = checkedLimit(input.limit);
  const start = input.position === undefined ? 0 : startAfter(items, keyOf, input.position);
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  return last === undefined || start + limit >= items.length ? { items: page } : { items: page, position: encodePosition(keyOf(last)) };
}

export function checkedLimit(limit: number | undefined): number {
  if (limit === undefined) return limitDefault;
  if (!Number.isInteger(limit) || limit < 0) throw badRequest("Invalid limit parameter specified");
  return limit === 0 ? limitDefault : Math.min(limit, limitMax);
}

function startAfter<Item>(items: readonly Item[], keyOf: (item: Item) => string, position: string): number {
  const key = decodePosition(position);
  const index = items.findIndex((item) => keyOf(item) === key);
  if (index < 0) throw badRequest("Invalid position parameter specified");
  return index + 1;
}

export function encodePosition(key: string): string {
  return Buffer.from(key).toString("base64url");
}

export function decodePosition(position: string): string {
  return Buffer.from(position, "base64url").toString();
}
