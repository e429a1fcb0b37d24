"use client";
import { Play } from "lucide-react";
import { useCallback, useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useShortcut } from "@/components/shell/use-shortcut";
import { parseHeaders } from "@/components/tester/use-tester";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { MapTable } from "@/components/ui/map-table";
import type { DescribedRequest, ListedAuthorizer } from "@/lib/client/access-operations";
import { AuthorizerDecision } from "./authorizer-decision";
import { MethodDecisions } from "./method-decisions";

type Props = { apiId: string; authorizer: ListedAuthorizer };

/** Asks the authorizer of the draft about a token or a whole request; nothing of it is kept. */
export function AuthorizerTester({ apiId, authorizer }: Props) {
  const header = tokenHeaderOf(authorizer);
  const [token, setToken] = useState("");
  const [request, setRequest] = useState({ target: "/", headers: "", stageVariables: {} as Record<string, string> });
  const test = useWrite("testAuthorizer");
  const { mutate } = test;
  const send = useCallback(() => {
    const described: DescribedRequest = {
      pathWithQueryString: request.target,
      headers: header === undefined ? parseHeaders(request.headers) : [[header, token]],
      stageVariables: request.stageVariables,
    };
    mutate({ apiId, authorizerId: authorizer.id, ...described });
  }, [mutate, apiId, authorizer.id, header, token, request]);
  useShortcut("send", send);
  const asked = test.variables;
  return (
    <div className="flex flex-col gap-4">
      <form
        aria-label="Described request"
        className="flex flex-col gap-4 rounded-md border border-line bg-raised p-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {header === undefined ? (
          <>
            <Field label="Path and query string">
              {(ids) => (
                <Input {...ids} mono value={request.target} onChange={(event) => setRequest({ ...request, target: event.target.value })} />
              )}
            </Field>
            <Field label="Headers" optional help="One on each line: Authorization: allow.">
              {(ids) => (
                <Textarea
                  {...ids}
                  mono
                  value={request.headers}
                  onChange={(event) => setRequest({ ...request, headers: event.target.value })}
                />
              )}
            </Field>
          </>
        ) : (
          <Field label={`Token (${header})`}>
            {(ids) => <Textarea {...ids} mono value={token} onChange={(event) => setToken(event.target.value)} />}
          </Field>
        )}
        {authorizer.authorizerUri?.includes("stageVariables.") || authorizer.identitySource?.includes("stageVariables.") ? (
          <MapTable
            label="Stage variables"
            keyLabel="Variable"
            valueLabel="Value"
            addLabel="Add a variable"
            values={request.stageVariables}
            onChange={(stageVariables) => setRequest({ ...request, stageVariables })}
          />
        ) : null}
        <Button type="submit" look="primary" className="self-start" busy={test.isPending}>
          <Play aria-hidden /> Ask the authorizer
        </Button>
      </form>
      {test.error ? (
        <Alert tone="error" live title="The test did not run.">
          <code>{test.error.message}</code>
        </Alert>
      ) : null}
      {test.data && asked ? (
        <>
          <AuthorizerDecision authorizer={authorizer} test={test.data} request={asked} />
          {test.data.policy === undefined ? null : (
            <PolicyFacts apiId={apiId} authorizer={authorizer} policy={test.data.policy} principalId={test.data.principalId ?? ""} />
          )}
        </>
      ) : null}
    </div>
  );
}

/** The header that carries the token; undefined for authorizers that look at the whole request. */
function tokenHeaderOf({ type, identitySource }: ListedAuthorizer): string | undefined {
  if (type === "REQUEST") return undefined;
  return /^method\.request\.header\.([^,]+)$/.exec(identitySource ?? "")?.[1] ?? "Authorization";
}

type PolicyProps = { apiId: string; authorizer: ListedAuthorizer; policy: string; principalId: string };

function PolicyFacts({ apiId, authorizer, policy, principalId }: PolicyProps) {
  const workspace = useOperation("getWorkspace", {});
  const resources = useOperation("listResources", { apiId });
  if (workspace.data === undefined || resources.data === undefined) return null;
  const methods = resources.data.flatMap(({ path, methods: own }) => own.map(({ httpMethod }) => ({ httpMethod, path })));
  return (
    <MethodDecisions
      authorizer={authorizer}
      policy={policy}
      principalId={principalId}
      methods={methods}
      // The test runs on the stage that TestInvokeAuthorizer has, whose name functions put into policies.
      place={{ ...workspace.data, apiId, stageName: "ESTestInvoke-stage" }}
    />
  );
}
