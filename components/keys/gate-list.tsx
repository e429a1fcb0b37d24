import { CircleAlert, CircleCheck, CircleMinus, Gauge } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { Gate } from "@/lib/definition/gates";

const looks = {
  passes: { word: "passes", icon: <CircleCheck className="text-ok" /> },
  limits: { word: "limits", icon: <Gauge className="text-warn" /> },
  refuses: { word: "refuses", icon: <CircleAlert className="text-error" /> },
  skipped: { word: "not asked", icon: <CircleMinus className="text-muted" /> },
} as const;

type Props = { label: string; gates: readonly Gate[]; fix?: (gate: Gate) => ReactNode };

/** Gates in the order in which a request meets them, each with its verdict, the evidence and what repairs it. */
export function GateList({ label, gates, fix }: Props) {
  return (
    <ol aria-label={label} className="divide-y divide-line rounded-md border border-line bg-raised">
      {gates.map((gate) => (
        <li key={gate.name} className="flex gap-2.5 p-3 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
          {looks[gate.verdict].icon}
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{gate.name}</span>
              <span className="text-muted text-sm">{looks[gate.verdict].word}</span>
              {gate.reason && gate.verdict === "refuses" ? <Badge tone="error">{gate.reason}</Badge> : null}
            </p>
            <p className="break-words">{gate.sentence}</p>
            {gate.evidence ? (
              <dl className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-sm">
                {Object.entries(gate.evidence).map(([name, value]) => (
                  <div key={name} className="flex min-w-0 gap-1">
                    <dt className="text-muted">{name}</dt>
                    <dd className="break-all font-mono">{value}</dd>
                  </div>
                ))}
              </dl>
            ) : null}
            {fix && gate.fix ? <div className="mt-1.5 flex flex-wrap gap-2">{fix(gate)}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
