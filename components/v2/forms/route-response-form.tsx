"use client";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { SwitchField } from "@/components/ui/switch";
import type { Route } from "@/lib/definition/v2-api";

type Props = { apiId: string; route: Route; disabled: boolean };

const everyAnswer = "$default";

/** Whether what the integration answers goes back to the sender of a message. */
export function RouteResponseForm({ apiId, route, disabled }: Props) {
  const { routeId, routeKey, routeResponses = [] } = route;
  const { offer } = useUndo();
  const isTwoWay = route.routeResponseSelectionExpression === everyAnswer && routeResponses.length > 0;
  const onError = (error: Error) => void toast.error(`Could not change ${routeKey}.`, { description: error.message });
  const update = useWrite("updateRoute", {
    onError,
    onSuccess: ({ revision }, { edits }) =>
      offer(`${routeKey} is ${edits.routeResponseSelectionExpression === "" ? "one-way" : "two-way"} in the draft`, revision),
  });
  const create = useWrite("createRouteResponse", {
    onError,
    onSuccess: () => update.mutate({ apiId, routeId, edits: { routeResponseSelectionExpression: everyAnswer } }),
  });

  function change(on: boolean) {
    if (!on) update.mutate({ apiId, routeId, edits: { routeResponseSelectionExpression: "" } });
    else if (routeResponses.length > 0) update.mutate({ apiId, routeId, edits: { routeResponseSelectionExpression: everyAnswer } });
    else create.mutate({ apiId, routeId, routeResponseKey: everyAnswer });
  }

  return (
    <div className="flex flex-col gap-3">
      <SwitchField
        label="Two-way"
        disabled={disabled || update.isPending || create.isPending}
        checked={isTwoWay}
        onChange={change}
        help={
          isTwoWay
            ? "What the integration answers goes back to the sender of the message."
            : "Messages are taken without an answer. The backend can still send through @connections."
        }
      />
      {routeKey === "$connect" || routeKey === "$disconnect" ? (
        <p className="text-muted text-sm">
          {routeKey === "$connect"
            ? "Two-way or not, an integration that answers with an error keeps the client out."
            : "Nobody is there to hear an answer any more."}
        </p>
      ) : null}
      {routeResponses.length > 0 ? (
        <p className="text-sm">
          <span className="text-muted">Route responses</span> <code>{routeResponses.map((each) => each.routeResponseKey).join(", ")}</code>
        </p>
      ) : null}
    </div>
  );
}
