"use client";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { lazyPart } from "@/components/ui/lazy-part";
import { Section } from "@/components/ui/section";
import { withMap } from "@/components/workbench/boxes/form-props";
import { plural } from "@/lib/client/format";
import { useRouteRun } from "../route-runs";
import type { IntegrationFormProps } from "./form-props";
import { kindOf } from "./integration-kinds";
import { MappingTable } from "./mapping-table";

const RouteMappingValues = lazyPart(() => import("./route-mapping-values").then((loaded) => loaded.RouteMappingValues));

const requestParts = [
  { id: "header", hasName: true },
  { id: "querystring", hasName: true },
  { id: "path", hasName: false },
] as const;
const responseParts = [
  { id: "header", hasName: true },
  { id: "statuscode", hasName: false },
] as const;

/** What an HTTP API changes in requests on their way to a backend, and in answers by their status. */
export function MappingForm({ apiId, definition, integration, edit, disabled }: IntegrationFormProps) {
  const run = useRouteRun(apiId, definition, integration.integrationId);
  const responses = integration.responseParameters ?? {};
  const [status, setStatus] = useState("");
  const isNew = /^[2-5]\d\d$/.test(status) && !(status in responses);
  const setResponses = (next: Record<string, Record<string, string>>) => edit((old) => withMap(old, "responseParameters", next));

  function add() {
    if (!isNew) return;
    // An empty map is none, so the first line is made with it.
    setResponses({ ...responses, [status]: { "append:header.x-mapped": "true" } });
    setStatus("");
  }

  if (kindOf(integration) === "subtype") {
    return <p className="text-muted">The parameters of the action are its mapping; they are in the form of the integration.</p>;
  }
  return (
    <div className="flex flex-col gap-4">
      <MappingTable
        label="Request"
        parts={requestParts}
        placeholder="$request.header.authorization"
        values={integration.requestParameters ?? {}}
        disabled={disabled}
        onChange={(values) => edit((old) => withMap(old, "requestParameters", values))}
      />
      {run ? <RouteMappingValues run={run} parameters={integration.requestParameters ?? {}} /> : null}
      <div className="flex flex-col">
        {Object.entries(responses).map(([code, values]) => (
          <Section key={code} title={`Answers with ${code}`} summary={plural(Object.keys(values).length, "change")}>
            <MappingTable
              label={`Answer ${code}`}
              parts={responseParts}
              placeholder="$response.header.etag"
              values={values}
              disabled={disabled}
              onChange={(next) => {
                const { [code]: _old, ...others } = responses;
                setResponses(Object.keys(next).length === 0 ? others : { ...responses, [code]: next });
              }}
            />
            {run ? <RouteMappingValues run={run} parameters={values} backendStatus={Number(code)} /> : null}
            {disabled ? null : (
              <Button
                look="danger"
                size="sm"
                className="self-start"
                onClick={() => setResponses(Object.fromEntries(Object.entries(responses).filter(([each]) => each !== code)))}
              >
                <Trash2 aria-hidden /> Remove answers with {code}
              </Button>
            )}
          </Section>
        ))}
      </div>
      {disabled ? null : (
        <div className="flex gap-1">
          <Input
            mono
            aria-label="Status of answers to map"
            inputMode="numeric"
            maxLength={3}
            placeholder="404"
            className="w-24"
            value={status}
            onChange={(event) => setStatus(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
          />
          <Button disabled={!isNew} onClick={add}>
            Map answers with this status
          </Button>
        </div>
      )}
    </div>
  );
}
