"use client";
import { Route as RouteIcon } from "lucide-react";
import Link from "next/link";
import { RevisionList } from "@/components/audit/revision-list";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation } from "@/components/data/use-operations";
import { TrafficOverview } from "@/components/metrics/traffic-overview";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import { AuthorizerTable } from "./authorizer-table";
import { RouteTable } from "./route-table";
import { V2StageList } from "./v2-stage-list";

/** An HTTP or WebSocket API on one page: stages, routes with what is behind them, authorizers, traffic and changes. */
export function V2Overview({ apiId }: { apiId: string }) {
  const api = useOperation("getV2Api", { apiId });
  return (
    <QueryState query={api} what="the API">
      {(data) => (
        <PageFrame
          title={data.name}
          text={data.description ?? "No description yet."}
          actions={<CopyAs what={data.name} subject={{ kind: "api", apiId }} hasKey />}
        >
          <Facts api={data} />
          <section aria-label="Stages" className="flex flex-col gap-2">
            <h2 className="text-lg">Stages</h2>
            <V2StageList api={data} />
          </section>
          <section aria-label="Routes" className="flex flex-col gap-2">
            <h2 className="text-lg">Routes</h2>
            {data.definition.routes.length === 0 ? (
              <div className="rounded-md border border-line border-dashed">
                <EmptyState
                  title="No routes yet"
                  icon={<RouteIcon />}
                  action={
                    <Button asChild>
                      <Link href={`/apis/${apiId}/routes`}>Go to the routes</Link>
                    </Button>
                  }
                >
                  A route says which requests go to which integration.
                </EmptyState>
              </div>
            ) : (
              <RouteTable definition={data.definition} />
            )}
          </section>
          {data.definition.authorizers.length > 0 ? (
            <section aria-label="Authorizers" className="flex flex-col gap-2">
              <h2 className="text-lg">Authorizers</h2>
              <AuthorizerTable authorizers={data.definition.authorizers} />
            </section>
          ) : null}
          <TrafficOverview apiId={apiId} charts={["requests", "errors", "latency", "integration"]} />
          <section aria-label="Last changes" className="flex flex-col gap-2">
            <h2 className="text-lg">Last changes</h2>
            <RevisionList filter={{ apiId }} empty="Nothing was changed yet." />
          </section>
        </PageFrame>
      )}
    </QueryState>
  );
}

function Facts({ api }: { api: V2ApiDetail }) {
  const { settings } = api.definition;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-1 text-sm">
      <Fact label="Id">
        <code>{api.id}</code> <CopyButton text={api.id} label="Copy the id" />
      </Fact>
      <Fact label="Kind">{api.kind}</Fact>
      <Fact label="Route selection">
        <code>{settings.routeSelectionExpression}</code>
      </Fact>
      {settings.corsConfiguration?.allowOrigins ? (
        <Fact label="CORS">
          <code className="break-all">{settings.corsConfiguration.allowOrigins.join(", ")}</code>
        </Fact>
      ) : null}
      <Fact label="Created">
        <Time date={api.createdDate} />
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex items-center gap-2">
      <dt className="text-muted">{label}</dt>
      <dd className="flex items-center">{children}</dd>
    </div>
  );
}
