"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import type { Route, V2Integration } from "@/lib/definition/v2-api";
import { CreateIntegrationDialog } from "./create-integration-dialog";
import { RouteResponseForm } from "./forms/route-response-form";
import { IntegrationEditor } from "./integration-editor";
import { IntegrationSelect } from "./integration-select";
import { RouteEditor } from "./route-editor";
import type { FlowBox } from "./route-flow";

const titles: Record<FlowBox, string> = {
  route: "Route",
  authorization: "Authorization",
  "integration-request": "Integration request",
  integration: "Integration",
  mapping: "Parameter mapping",
  "integration-response": "Integration response",
  "route-response": "Route response",
};

type Props = { api: V2ApiDetail; route: Route; integration: V2Integration | undefined; box: FlowBox };

/** The form of the chosen box of a route. */
export function RouteInspector({ api, route, integration, box }: Props) {
  const title = box === "route" && api.kind === "WEBSOCKET" ? "Route request" : titles[box];
  return (
    <section aria-label={`${title} of ${route.routeKey}`} data-region="inspector" className="flex min-h-0 flex-1 flex-col bg-raised">
      <header className="flex h-11 shrink-0 items-center gap-2 border-line border-b px-3">
        <h2 className="truncate text-lg">{title}</h2>
      </header>
      <FormOfBox api={api} route={route} integration={integration} box={box} />
    </section>
  );
}

function FormOfBox({ api, route, integration, box }: Props) {
  const { canWrite } = useUser();
  switch (box) {
    case "route":
    case "authorization":
      return <RouteEditor api={api} route={route} box={box} />;
    case "route-response":
      return (
        <div className="min-h-0 flex-1 overflow-auto p-3">
          <RouteResponseForm apiId={api.id} route={route} disabled={!canWrite} />
        </div>
      );
    case "integration":
      return <IntegrationOfRoute api={api} route={route} integration={integration} />;
    default:
      return integration === undefined ? (
        <p className="p-3 text-muted">The route has no integration yet. The box Integration gives it one.</p>
      ) : (
        <IntegrationEditor key={integration.integrationId} api={api} integration={integration} part={box} />
      );
  }
}

function IntegrationOfRoute({ api, route, integration }: Omit<Props, "box">) {
  const { canWrite } = useUser();
  const [creating, setCreating] = useState(false);
  const { offer } = useUndo();
  const { id: apiId, definition } = api;
  const attach = useWrite("updateRoute", {
    onSuccess: ({ revision }) => offer(`${route.routeKey} leads elsewhere in the draft`, revision),
    onError: (error) => void toast.error(`Could not change where ${route.routeKey} leads.`, { description: error.message }),
  });
  const setTarget = (target: string | undefined) => attach.mutate({ apiId, routeId: route.routeId, edits: { target: target ?? "" } });
  const users = definition.routes.filter(
    ({ target, routeId }) => target !== undefined && target === route.target && routeId !== route.routeId,
  );
  return (
    <>
      <div className="flex flex-col gap-3 border-line border-b p-3">
        <IntegrationSelect definition={definition} target={route.target} disabled={!canWrite || attach.isPending} onChange={setTarget} />
        {canWrite ? (
          <Button className="self-start" onClick={() => setCreating(true)}>
            <Plus aria-hidden /> New integration
          </Button>
        ) : null}
        {users.length > 0 ? <Alert tone="info">Changes below reach {users.map(({ routeKey }) => routeKey).join(", ")} too.</Alert> : null}
      </div>
      {integration === undefined ? (
        <p className="p-3 text-muted">Nothing answers this route yet.</p>
      ) : (
        <IntegrationEditor key={integration.integrationId} api={api} integration={integration} part="integration" />
      )}
      {creating ? (
        <CreateIntegrationDialog
          apiId={apiId}
          definition={definition}
          onClose={() => setCreating(false)}
          onCreated={(integrationId) => {
            setCreating(false);
            setTarget(`integrations/${integrationId}`);
          }}
        />
      ) : null}
    </>
  );
}
