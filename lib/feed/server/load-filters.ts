import { z } from "zod";
import type { Database } from "../../db/database.ts";
import { filterArn, requestFilterSchema } from "../../definition/request-filter.ts";
import { closedFilter } from "../../definition/request-filter-values.ts";
import type { StageRelease } from "../../definition/stage.ts";
import { readRows, readValue } from "./read-rows.ts";
import type { RowListener } from "./row-notes.ts";

type Reader = Database["reader"];
export type LoadedFilter = { filter: NonNullable<StageRelease["filter"]>; isUnread: boolean };

const namingSchema = z.object({ webAclArn: z.string().optional() }).catch({});

/**
 * The filters that the stages name, by their ARNs; each may have thousands of addresses, so that no others are read. In the place of one
 * that cannot be read stands one that lets nobody in, for gateways that never had it.
 */
export async function loadFilters(
  reader: Reader,
  workspaces: ReadonlyMap<string, { accountId: string; region: string }>,
  { stages, listener }: { stages: readonly { settings: unknown }[]; listener: RowListener | undefined },
): Promise<Map<string, LoadedFilter>> {
  const named = new Set(stages.flatMap(({ settings }) => namingSchema.parse(settings).webAclArn?.split("/").at(-1) ?? []));
  if (named.size === 0) return new Map();
  const where = { id: { in: [...named] } };
  const heads = await reader.requestFilter.findMany({ where, select: { id: true, name: true, workspaceId: true } });
  const { rows } = await readRows({
    model: "RequestFilter",
    find: (more) => reader.requestFilter.findMany({ where: { ...where, ...more }, select: { id: true, settings: true } }),
    findIds: async () => heads,
    listener,
  });
  const settingsById = new Map(rows.map(({ id, settings }) => [id, settings]));
  return new Map(
    heads.flatMap(({ id, name, workspaceId }): [string, LoadedFilter][] => {
      const workspace = workspaces.get(workspaceId);
      if (workspace === undefined) return [];
      const read = settingsById.has(id)
        ? readValue(requestFilterSchema, settingsById.get(id), { model: "RequestFilter", id, listener })
        : undefined;
      return [[filterArn({ ...workspace, name, id }), { filter: { ...(read ?? closedFilter), id, name }, isUnread: read === undefined }]];
    }),
  );
}
