"use client";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useOperation } from "@/components/data/use-operations";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { gatewayResponseTypes } from "@/lib/definition/gateway-response-types";
import { GatewayResponseForm } from "./gateway-response-form";

export function GatewayResponses({ apiId }: { apiId: string }) {
  const responses = useOperation("listGatewayResponses", { apiId });
  const [chosen, setChosen] = useQueryState("type", parseAsStringLiteral(gatewayResponseTypes).withDefault("DEFAULT_4XX"));
  return (
    <PageFrame
      title="Gateway responses"
      text="What clients get when the gateway itself answers: no route, no key, a bad body, a failed integration."
    >
      <QueryState query={responses} what="the gateway responses">
        {(list) => {
          const response = list.find((each) => each.responseType === chosen);
          return (
            <div className="grid gap-4 lg:grid-cols-[280px_1fr]">
              <ul aria-label="Response types" className="flex flex-col gap-0.5 self-start rounded-md border border-line bg-raised p-1">
                {list.map((each) => (
                  <li key={each.responseType}>
                    <button
                      type="button"
                      aria-pressed={each.responseType === chosen}
                      onClick={() => void setChosen(each.responseType)}
                      className={cn(
                        "flex h-8 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover",
                        each.responseType === chosen && "bg-selected",
                      )}
                    >
                      <span className="min-w-0 flex-1 truncate font-mono text-sm">{each.responseType}</span>
                      {each.defaultResponse ? (
                        <span className="text-muted text-sm">{each.statusCode}</span>
                      ) : (
                        <Badge tone="accent">customized</Badge>
                      )}
                    </button>
                  </li>
                ))}
              </ul>
              {response ? <GatewayResponseForm key={JSON.stringify(response)} apiId={apiId} response={response} /> : null}
            </div>
          );
        }}
      </QueryState>
    </PageFrame>
  );
}
