type PageInput = { position?: string; limit: number };

const pageSize = 500;
/** More than any API may have; a list that never ends would be our bug. */
const pagesMax = 200;

/** Every item of a paged list. */
export async function allPages<Item>(read: (page: PageInput) => Promise<{ items: Item[]; position?: string }>): Promise<Item[]> {
  const items: Item[] = [];
  let position: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const answer = await read({ limit: pageSize, ...(position === undefined ? {} : { position }) });
    items.push(...answer.items);
    position = answer.position;
    if (position === undefined) break;
  }
  return items;
}

/** Every item of a list that the second version of the service pages. */
export async function allV2Pages<Item>(
  read: (page: { maxResults: string; nextToken?: string }) => Promise<{ items: Item[]; nextToken?: string }>,
): Promise<Item[]> {
  return allPages(async ({ limit, position }) => {
    const { items, nextToken } = await read({ maxResults: String(limit), ...(position === undefined ? {} : { nextToken: position }) });
    return { items, ...(nextToken === undefined ? {} : { position: nextToken }) };
  });
}
