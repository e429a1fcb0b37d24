import type { Scope } from "../scope.ts";
import { read } from "../write.ts";
import { getV2ApiRow } from "./change-api.ts";

/** The versions of an API and of its routes, integrations, authorizers and models, by their ids. */
export async function getV2Versions(scope: Scope, apiId: string): Promise<Record<string, number>> {
  return read(scope, async (source) => {
    const api = await getV2ApiRow(source, scope, apiId);
    const wanted = { where: { apiId }, select: { id: true, version: true } } as const;
    const rows = await Promise.all([
      source.route.findMany(wanted),
      source.integration.findMany(wanted),
      source.authorizer.findMany(wanted),
      source.model.findMany(wanted),
    ]);
    return Object.fromEntries([[api.id, api.version], ...rows.flat().map(({ id, version }): [string, number] => [id, version])]);
  });
}
