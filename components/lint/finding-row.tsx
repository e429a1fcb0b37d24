"use client";
import { Wrench } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Button } from "@/components/ui/button";
import type { LintFinding } from "@/lib/definition/lint";
import { placeAddress } from "./place-address";

/** One finding: the way to its place, what is wrong there, and the repair that needs no decision. */
export function FindingRow({ apiId, finding, mark }: { apiId: string; finding: LintFinding; mark?: ReactNode }) {
  const { canWrite } = useUser();
  const fix = useWrite("applyLintFix");
  const { offer } = useUndo();
  const address = placeAddress(apiId, finding.place);
  const repair = finding.fix;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
      {mark}
      <div className="flex min-w-0 flex-1 basis-80 flex-wrap gap-x-3">
        <span className="w-56 min-w-0 break-words font-medium">
          {address === undefined ? (
            finding.label
          ) : (
            <Link href={address} className="text-accent underline-offset-2 hover:underline">
              {finding.label}
            </Link>
          )}
        </span>
        <p className="min-w-0 flex-1 basis-72 break-words text-muted">{finding.text}</p>
        {fix.error ? (
          <p role="alert" className="w-full text-error">
            Could not repair it: <code>{fix.error.message}</code>
          </p>
        ) : null}
      </div>
      {repair && canWrite ? (
        <Button
          size="sm"
          busy={fix.isPending}
          aria-label={`${repair.title}: ${finding.label}`}
          onClick={() =>
            fix.mutate(
              { apiId, fix: repair.change },
              { onSuccess: ({ revision }) => offer(`${repair.title}: ${finding.label}, in the draft`, revision) },
            )
          }
        >
          <Wrench aria-hidden /> {repair.title}
        </Button>
      ) : null}
    </li>
  );
}
