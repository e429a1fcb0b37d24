"use client";
import { RevisionList } from "@/components/audit/revision-list";

/** Every write that touched this method, newest first. */
export function MethodHistory({ apiId, entity }: { apiId: string; entity: string }) {
  return <RevisionList filter={{ apiId, entity }} empty="Nothing was written to this method yet." />;
}
