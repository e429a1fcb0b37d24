import { z } from "zod";
import type { AuditOperations } from "@/lib/client/audit-operations";
import { type AuditFilter, exportAudit, getAuditFacets } from "@/lib/services/audit";
import { notFound } from "@/lib/services/errors";
import { findBlockers, getRevisionRows, listRevisions, undoRevision } from "@/lib/services/revisions";
import { id, revisionNumber } from "./_inputs";
import type { Row } from "./_row";
import { revisionView } from "./_views";

const hourMs = 3_600_000;
/** Longer than anything is kept. */
const hoursMax = 24 * 3_660;

/** Databases begin with the year 1. */
const moment = z.iso.datetime({ offset: true }).refine((text) => text >= "0002", "is no year of this calendar");
const filter = z.object({
  apiId: id.optional(),
  actorId: id.optional(),
  kind: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .optional(),
  via: z.enum(["console", "api", "system"]).optional(),
  from: moment.optional(),
  to: moment.optional(),
  hours: z.number().int().min(1).max(hoursMax).optional(),
});
const numbered = z.object({ seq: revisionNumber });

function filterOf({ apiId: restApiId, from, to, hours, ...rest }: z.infer<typeof filter>, now: Date): AuditFilter {
  const dateOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
  const since = hours === undefined ? dateOf(from) : new Date(now.getTime() - hours * hourMs);
  return { ...rest, restApiId, from: since, to: dateOf(to) };
}

/** Calls about the history and taking back what is in it. */
export const auditOperations: { [N in keyof AuditOperations]: Row<N> } = {
  listRevisions: {
    kind: "query",
    input: filter.extend({
      before: revisionNumber.optional(),
      limit: z.number().int().min(1).max(200).optional(),
      entity: id.optional(),
      model: z.enum(["Method", "Route", "Integration"]).optional(),
    }),
    run: async ({ scope }, { entity, model = "Method", before, limit, ...given }) => {
      const rows = entity === undefined ? {} : { entity: { model, key: entity } };
      const revisions = await listRevisions(scope, { ...filterOf(given, scope.clock()), before, limit, ...rows });
      return revisions.map(revisionView);
    },
  },
  getRevision: {
    kind: "query",
    input: numbered,
    run: async ({ scope }, { seq }) => {
      const [[revision], rows, blockedBy] = await Promise.all([
        listRevisions(scope, { before: seq + 1, limit: 1 }),
        getRevisionRows(scope, seq),
        findBlockers(scope, seq),
      ]);
      if (revision?.seq !== seq) throw notFound("There is no revision with this number.");
      return { ...revisionView(revision), rows, blockedBy: blockedBy.map(revisionView) };
    },
  },
  getAuditFacets: { kind: "query", input: z.object({}), run: ({ scope }) => getAuditFacets(scope) },
  exportAudit: {
    kind: "mutation",
    input: filter.extend({ format: z.enum(["csv", "json"]) }),
    run: ({ scope }, { format, ...given }) => exportAudit(scope, filterOf(given, scope.clock()), format),
  },
  undoRevision: {
    kind: "mutation",
    input: numbered,
    run: async ({ scope }, { seq }) => {
      await undoRevision(scope, seq);
      return {};
    },
  },
};
