"use client";
import { Check, Minus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import type { CorsProbe } from "@/lib/client/operations";
import { type CorsCell, type CorsRequest, type CorsVerdict, corsHeaders, judgeCors, needsPreflight } from "@/lib/definition/judge-cors";

type Props = { request: CorsRequest; probes: readonly CorsProbe[]; action: ReactNode };

const titles: Record<CorsProbe["path"], string> = {
  preflight: "Preflight",
  success: "Call",
  "401": "401",
  "403": "403",
  "404": "404",
  "5XX": "5XX",
};

/** Headers by answer, and in plain words what the browser would say. */
export function CorsReport({ request, probes, action }: Props) {
  const judged = probes.map((probe) => ({
    probe,
    verdict: judgeCors(request, probe, probe.path === "preflight" ? "preflight" : "answer"),
  }));
  const asks = needsPreflight(request);
  const blocked = judged.filter(({ probe, verdict }) => !verdict.ok && (asks || probe.path !== "preflight"));
  return (
    <section aria-label="What the browser sees" aria-live="polite" className="flex flex-col gap-3">
      {blocked.length === 0 ? (
        <Alert tone="ok" title="Every answer can be read by the page.">
          {asks ? null : "The browser does not ask before a call like this."}
        </Alert>
      ) : (
        <Alert tone="error" title={headline(blocked.map(({ probe }) => probe.path))} actions={action}>
          <ul className="flex flex-col gap-1">
            {[...new Set(blocked.map(({ verdict }) => verdict.sentence))].map((sentence) => (
              <li key={sentence}>
                <code>{sentence}</code>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <div className="overflow-x-auto">
        <table className="w-full text-sm">
          <caption className="sr-only">Headers of every answer</caption>
          <thead>
            <tr className="border-line border-b text-left">
              <th className="py-1.5 pr-3 font-normal text-muted">Header</th>
              {judged.map(({ probe }) => (
                <th key={probe.path} className="py-1.5 pr-3">
                  {titles[probe.path]}
                  <span className="block font-normal text-muted text-xs">
                    {probe.status} {probe.isCalled ? "called" : "computed"}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {corsHeaders.map((header, index) => (
              <tr key={header} className="border-line border-b align-top last:border-b-0">
                <th className="whitespace-nowrap py-1.5 pr-3 text-left font-mono font-normal">{header}</th>
                {judged.map(({ probe, verdict }) => (
                  <td key={probe.path} className="max-w-44 py-1.5 pr-3">
                    <Cell cell={cellAt(verdict, index)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function headline(paths: readonly CorsProbe["path"][]): string {
  if (paths.includes("preflight")) return "The browser would not even send the call.";
  if (paths.includes("success")) return "The call would be made, and the page could not read the answer.";
  return `The page could not read ${paths.map((path) => titles[path]).join(", ")}: it would see a network error.`;
}

function cellAt(verdict: CorsVerdict, index: number): CorsCell | undefined {
  return verdict.cells[index];
}

const marks = {
  ok: { icon: <Check aria-label="right" className="size-4 shrink-0 text-ok" />, look: "" },
  missing: { icon: <X aria-label="missing" className="size-4 shrink-0 text-error" />, look: "text-error" },
  wrong: { icon: <X aria-label="wrong" className="size-4 shrink-0 text-error" />, look: "text-error" },
  unneeded: { icon: <Minus aria-label="not needed" className="size-4 shrink-0 text-muted" />, look: "text-muted" },
} as const;

function Cell({ cell }: { cell: CorsCell | undefined }) {
  if (cell === undefined) return null;
  const { icon, look } = marks[cell.state];
  return (
    <span className={`flex items-start gap-1 ${look}`}>
      {icon}
      <code className="break-all text-xs">{cell.value ?? (cell.state === "missing" ? "missing" : "")}</code>
    </span>
  );
}
