"use client";
import { useCallback } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import type { DescribedRequest, ListedAuthorizer } from "@/lib/client/access-operations";
import { AuthorizerDecision } from "./authorizer-decision";
import { CacheFacts } from "./cache-facts";
import { DescribedRequestForm } from "./described-request-form";
import { MethodDecisions } from "./method-decisions";

type Props = { apiId: string; authorizer: ListedAuthorizer };

/** Asks the authorizer of the draft about a token or a whole request; nothing of it is kept. */
export function AuthorizerTester({ apiId, authorizer }: Props) {
  const test = useWrite("testAuthorizer");
  const { mutate } = test;
  const send = useCallback(
    (request: DescribedRequest) => mutate({ apiId, authorizerId: authorizer.id, ...request }),
    [mutate, apiId, authorizer.id],
  );
  const asked = test.variables;
  const principal = test.data?.principalId;
  return (
    <div className="flex flex-col gap-4">
      <DescribedRequestForm
        tokenHeader={tokenHeaderOf(authorizer)}
        hasStageVariables={[authorizer.authorizerUri, authorizer.identitySource].some((text) => text?.includes("stageVariables."))}
        busy={test.isPending}
        onSend={send}
      />
      {test.error ? (
        <Alert tone="error" live title="The test did not run.">
          <code>{test.error.message}</code>
        </Alert>
      ) : null}
      {test.data && asked ? (
        <>
          <AuthorizerDecision
            test={test.data}
            passes={principal === undefined ? "The token is good." : `The function answered for ${principal}.`}
          >
            <CacheFacts authorizer={authorizer} request={asked} />
          </AuthorizerDecision>
          {test.data.policy === undefined ? null : (
            <PolicyFacts apiId={apiId} authorizer={authorizer} policy={test.data.policy} principalId={principal ?? ""} />
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
