"use client";
import { useState } from "react";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { V2ApiDefinition } from "@/lib/definition/v2-api";
import { RouteKeyField } from "./forms/route-key-field";
import { IntegrationSelect } from "./integration-select";

type Props = { apiId: string; definition: V2ApiDefinition; onClose: () => void; onCreated: (routeKey: string) => void };

export function CreateRouteDialog({ apiId, definition, onClose, onCreated }: Props) {
  const [routeKey, setRouteKey] = useState(definition.kind === "HTTP" ? "GET /" : "");
  const [target, setTarget] = useState<string>();
  const { offer } = useUndo();
  const write = useWrite("createRoute", {
    onSuccess: ({ revision }) => {
      offer(`Created route ${routeKey.trim()} in the draft`, revision);
      onCreated(routeKey.trim());
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New route"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="create-route" look="primary" busy={write.isPending} disabled={routeKey.trim() === ""}>
            Create route
          </Button>
        </>
      }
    >
      <form
        id="create-route"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ apiId, routeKey: routeKey.trim(), ...(target === undefined ? {} : { target }) });
        }}
      >
        {write.error ? (
          <Alert tone="error" live title="Could not create the route.">
            <code>{write.error.message}</code>
          </Alert>
        ) : null}
        <RouteKeyField kind={definition.kind} value={routeKey} onChange={setRouteKey} autoFocus />
        <IntegrationSelect definition={definition} target={target} disabled={false} onChange={setTarget} />
      </form>
    </Dialog>
  );
}
