"use client";
import { ShieldCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { CheckLine } from "@/components/deploy/check-line";
import { useApprovals } from "./use-approvals";

type Props = { apiId: string; stageName: string /** Called when a link leads away. */; onLeave: () => void };

/** That a protected stage waits for a second member, and for one thing at a time. */
export function ApprovalCheck({ apiId, stageName, onLeave }: Props) {
  const { isProtected, findOpen } = useApprovals(apiId);
  if (!isProtected(stageName)) return null;
  const open = findOpen(stageName);
  if (open === undefined)
    return (
      <CheckLine icon={<ShieldCheck role="img" aria-label="Approval" className="text-accent" />}>
        {stageName} is protected: it serves this when another member approves it.
      </CheckLine>
    );
  return (
    <CheckLine icon={<TriangleAlert role="img" aria-label="Waiting" className="text-warn" />}>
      {open.requestedBy.name} already asks to put <code>{open.deploymentId}</code> on {stageName}.{" "}
      <Link
        href={`/apis/${apiId}/stages/${encodeURIComponent(stageName)}`}
        onClick={onLeave}
        className="text-accent underline underline-offset-2"
      >
        Have that decided first
      </Link>
    </CheckLine>
  );
}
