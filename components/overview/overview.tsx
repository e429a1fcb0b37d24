"use client";
import { ArrowRight, FileUp, FlaskConical, Network } from "lucide-react";
import Link from "next/link";
import { RevisionList } from "@/components/audit/revision-list";
import { CopyAs } from "@/components/copy-as/copy-as";
import { useOperation } from "@/components/data/use-operations";
import { TrafficOverview } from "@/components/metrics/traffic-overview";
import { useUser } from "@/components/shell/user";
import { StageCards } from "@/components/stages/stage-cards";
import { CopyButton } from "@/components/ui/copy-button";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Time } from "@/components/ui/time";

export function Overview({ apiId }: { apiId: string }) {
  const api = useOperation("getApi", { apiId });
  const { canWrite } = useUser();
  return (
    <QueryState query={api} what="the API">
      {(data) => (
        <PageFrame
          title={data.name}
          text={data.description ?? "No description yet."}
          actions={<CopyAs what={data.name} subject={{ kind: "api", apiId }} hasKey />}
        >
          <dl className="flex flex-wrap gap-x-8 gap-y-1 text-sm">
            <Fact label="Id">
              <code>{data.id}</code> <CopyButton text={data.id} label="Copy the id" />
            </Fact>
            <Fact label="Kind">{data.kind}</Fact>
            <Fact label="Endpoint">{data.settings.endpointConfiguration.types.join(", ").toLowerCase()}</Fact>
            <Fact label="Created">
              <Time date={data.createdDate} />
            </Fact>
          </dl>
          <section aria-label="Stages" className="flex flex-col gap-2">
            <h2 className="text-lg">Stages</h2>
            <StageCards api={data} />
          </section>
          <TrafficOverview apiId={apiId} charts={["requests", "errors", "latency", "integration"]} />
          <section aria-label="Next steps" className="grid gap-3 sm:grid-cols-2">
            <Step
              href={`/apis/${apiId}/resources`}
              icon={<Network />}
              title="Edit resources"
              text="The tree, its methods and what is behind them."
            />
            <Step
              href={`/apis/${apiId}/resources?dock=true`}
              icon={<FlaskConical />}
              title="Test a method"
              text="See every step from request to answer."
            />
            {canWrite ? (
              <Step
                href={`/apis/import?api=${apiId}`}
                icon={<FileUp />}
                title="Import a document"
                text="A preview shows what it adds, changes and removes."
              />
            ) : null}
          </section>
          <section aria-label="Last changes" className="flex flex-col gap-2">
            <h2 className="text-lg">Last changes</h2>
            <RevisionList filter={{ apiId }} empty="Nothing was changed yet." />
          </section>
        </PageFrame>
      )}
    </QueryState>
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

function Step({ href, icon, title, text }: { href: string; icon: React.ReactNode; title: string; text: string }) {
  return (
    <Link
      href={href}
      className="flex items-center gap-3 rounded-md border border-line bg-raised p-3 transition-colors hover:border-accent [&_svg]:size-4.5"
    >
      <span className="text-accent">{icon}</span>
      <span className="flex-1">
        <span className="block font-medium">{title}</span>
        <span className="block text-muted text-sm">{text}</span>
      </span>
      <ArrowRight aria-hidden className="text-muted" />
    </Link>
  );
}
