import type { RowNotes, UnreadRow } from "../feed/server/row-notes.ts";
import type { Source } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read } from "./write.ts";

/** Something stored that gateways cannot be told, in words, and why. */
export type UnreadThing = { what: string; problem: string };

/** What of the workspace could not be read for gateways lately and is still there. */
export async function listUnreadThings(scope: Scope, rowNotes: RowNotes): Promise<UnreadThing[]> {
  const rows = rowNotes.list();
  if (rows.length === 0) return [];
  return read(scope, async (source) => {
    const things: UnreadThing[] = [];
    for (const row of rows) {
      const place = await places[row.model](source, row.id);
      if (place?.workspaceId === scope.workspace.id) things.push({ what: place.what, problem: row.problem });
    }
    return things;
  });
}

type Place = { workspaceId: string; what: string };

// Only columns that can be read whatever is stored in the others.
const places: Readonly<Record<UnreadRow["model"], (source: Source, id: string) => Promise<Place | undefined>>> = {
  Workspace: async (_source, id) => ({ workspaceId: id, what: "the throttle of the account" }),
  Stage: async ({ stage }, id) => {
    const found = await stage.findUnique({ where: { id }, select: { name: true, api: { select: { name: true, workspaceId: true } } } });
    return found === null ? undefined : { workspaceId: found.api.workspaceId, what: `the stage ${found.name} of ${found.api.name}` };
  },
  RequestFilter: async ({ requestFilter }, id) => named("the filter", await requestFilter.findUnique({ where: { id }, select })),
  VpcLink: async ({ vpcLink }, id) => named("the VPC link", await vpcLink.findUnique({ where: { id }, select })),
  UsagePlan: async ({ usagePlan }, id) => named("the usage plan", await usagePlan.findUnique({ where: { id }, select })),
  ApiKey: async ({ apiKey }, id) => named("the API key", await apiKey.findUnique({ where: { id }, select })),
  Domain: async ({ domain }, id) => named("the domain name", await domain.findUnique({ where: { id }, select })),
  RoutingRule: async ({ routingRule }, id) => {
    const found = await routingRule.findUnique({ where: { id }, select: { domain: { select } } });
    return named("a routing rule of", found?.domain ?? null);
  },
};

const select = { name: true, workspaceId: true } as const;

function named(kind: string, row: { name: string; workspaceId: string } | null): Place | undefined {
  return row === null ? undefined : { workspaceId: row.workspaceId, what: `${kind} ${row.name}` };
}
