"use client";
import { CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useOperation } from "@/components/data/use-operations";
import { CheckLine } from "./check-line";

/** As many as one reads before a deployment. */
const shownMax = 10;

type Place = { apiId: string; stageName: string /** Called when a link leads away. */; onLeave: () => void };

/** Whether a stage has a value for every variable that a deployment reads. */
export function VariablesCheck({ deploymentId, ...place }: Place & { deploymentId: string }) {
  const { apiId, stageName } = place;
  const missing = useOperation("listMissingVariables", { apiId, of: { deploymentId }, stageName });
  if (missing.error)
    return (
      <CheckLine icon={<TriangleAlert role="img" aria-label="Unknown" className="text-warn" />}>
        Stage variables could not be looked for: <code>{missing.error.message}</code>
      </CheckLine>
    );
  if (!missing.data)
    return (
      <CheckLine icon={<LoaderCircle role="img" aria-label="Running" className="animate-spin text-muted" />}>Stage variables</CheckLine>
    );
  if (missing.data.length === 0)
    return (
      <CheckLine icon={<CircleCheck role="img" aria-label="Passed" className="text-ok" />}>
        {stageName} has a value for every stage variable that the deployment reads.
      </CheckLine>
    );
  return <UnresolvedVariables {...place} texts={missing.data} />;
}

/** Stage variables that are read and that the stage lacks, in sentences. */
export function UnresolvedVariables({ apiId, stageName, texts, onLeave }: Place & { texts: readonly string[] }) {
  return (
    <CheckLine icon={<TriangleAlert role="img" aria-label="Warning" className="text-warn" />}>
      Unresolved stage variables.{" "}
      <Link
        href={`/apis/${apiId}/stages/${encodeURIComponent(stageName)}?tab=variables`}
        onClick={onLeave}
        className="text-accent underline underline-offset-2"
      >
        Variables of {stageName}
      </Link>
      <ul className="flex flex-col gap-0.5 pt-1 text-sm">
        {texts.slice(0, shownMax).map((text) => (
          <li key={text}>{text}</li>
        ))}
        {texts.length > shownMax ? <li className="text-muted">and {texts.length - shownMax} more</li> : null}
      </ul>
    </CheckLine>
  );
}
