import { badRequest } from "../errors.ts";
import { pageOf } from "../page.ts";

/** `maxResults` is a number as text, `nextToken` what an earlier page gave. */
export type V2PageInput = { maxResults?: string | undefined; nextToken?: string | undefined };
export type V2Page<Item> = { items: Item[]; nextToken?: string };

const pageMax = 500;

export function v2PageOf<Item>(items: readonly Item[], keyOf: (item: Item) => string, input: V2PageInput): V2Page<Item> {
  const limit = input.maxResults === undefined ? pageMax : Number(input.maxResults);
  if (!Number.isInteger(limit) || limit < 1) throw badRequest("Invalid maxResults parameter specified");
  const { items: shown, position } = pageOf(items, keyOf, { limit, position: input.nextToken });
  return { items: shown, ...(position === undefined ? {} : { nextToken: position }) };
}
