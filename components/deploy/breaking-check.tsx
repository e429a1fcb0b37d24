"use client";
import { CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useOperation } from "@/components/data/use-operations";
import { plural } from "@/lib/client/format";
import { CheckLine } from "./check-line";

/** As many as one reads before a deployment. */
const shownMax = 20;

type Props = { apiId: string; stageName: string /** Called when a link leads away. */; onLeave: () => void };

/** Changes that clients of the stage may stumble over. They are told, not held up: a new version may want them. */
export function BreakingCheck({ apiId, stageName, onLeave }: Props) {
  const changes = useOperation("listBreakingChanges", { apiId, from: { stageName }, to: { draft: true } });
  if (changes.error)
    return (
      <CheckLine icon={<TriangleAlert role="img" aria-label="Unknown" className="text-warn" />}>
        Breaking changes could not be looked for: <code>{changes.error.message}</code>
      </CheckLine>
    );
  if (!changes.data)
    return (
      <CheckLine icon={<LoaderCircle role="img" aria-label="Running" className="animate-spin text-muted" />}>Breaking changes</CheckLine>
    );
  if (changes.data.length === 0)
    return (
      <CheckLine icon={<CircleCheck role="img" aria-label="Passed" className="text-ok" />}>
        No breaking change for clients of {stageName}.
      </CheckLine>
    );
  const shown = changes.data.slice(0, shownMax);
  return (
    <CheckLine icon={<TriangleAlert role="img" aria-label="Warning" className="text-warn" />}>
      {plural(changes.data.length, "breaking change")} for clients of {stageName}:
      <ul className="flex flex-col gap-0.5 pt-1 text-sm">
        {shown.map(({ method, resourceId, httpMethod, text }) => (
          <li key={`${method} ${text}`}>
            {resourceId === undefined || httpMethod === undefined ? (
              <code>{method}</code>
            ) : (
              <Link
                href={`/apis/${apiId}/resources?${new URLSearchParams({ node: method.slice(httpMethod.length + 1), method: httpMethod })}`}
                onClick={onLeave}
                className="font-mono text-accent underline underline-offset-2"
              >
                {method}
              </Link>
            )}{" "}
            {text}
          </li>
        ))}
        {changes.data.length > shownMax ? <li className="text-muted">and {changes.data.length - shownMax} more</li> : null}
      </ul>
    </CheckLine>
  );
}
