import type { Metadata } from "next";
import { RevisionList } from "@/components/audit/revision-list";
import { PageFrame } from "@/components/ui/page-frame";

export const metadata: Metadata = { title: "Audit" };

export default function AuditPage() {
  return (
    <PageFrame title="Audit" text="Every change of every API: who, when, through which door, and what was before.">
      <RevisionList filter={{}} empty="Nothing was changed yet." />
    </PageFrame>
  );
}
