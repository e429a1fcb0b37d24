"use client";
import { useCallback, useState } from "react";
import { AuthorizerDecision } from "@/components/authorizers/authorizer-decision";
import { DescribedRequestForm } from "@/components/authorizers/described-request-form";
import { useWrite } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { ListInput } from "@/components/ui/list-input";
import type { DescribedRequest } from "@/lib/client/access-operations";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import type { V2Authorizer } from "@/lib/definition/v2-api";

type Props = { apiId: string; kind: V2ApiDetail["kind"]; authorizer: V2Authorizer };

/** Asks the authorizer as it is stored whether a request may pass; nothing of it is kept. */
export function V2AuthorizerTester({ apiId, kind, authorizer }: Props) {
  const { authorizerId, authorizerType, authorizerUri } = authorizer;
  const [scopes, setScopes] = useState<string[]>([]);
  const test = useWrite("testV2Authorizer");
  const { mutate } = test;
  const send = useCallback(
    (request: DescribedRequest) => mutate({ apiId, authorizerId, scopes, ...request }),
    [mutate, apiId, authorizerId, scopes],
  );
  const isJwt = authorizerType === "JWT";
  return (
    <div className="flex flex-col gap-4">
      <DescribedRequestForm
        tokenHeader={isJwt ? tokenHeaderOf(authorizer) : undefined}
        hasStageVariables={authorizerUri?.includes("stageVariables.") ?? false}
        busy={test.isPending}
        onSend={send}
      >
        {isJwt ? (
          <Field label="Scopes that the route asks for" optional>
            {(ids) => <ListInput {...ids} values={scopes} onChange={setScopes} />}
          </Field>
        ) : null}
      </DescribedRequestForm>
      {test.error ? (
        <Alert tone="error" live title="The test did not run.">
          <code>{test.error.message}</code>
        </Alert>
      ) : null}
      {test.data ? (
        <AuthorizerDecision test={test.data} passes={kind === "HTTP" ? "The request may pass." : "The client may connect."} />
      ) : null}
    </div>
  );
}

/** Where the token is, when it is in one header. */
function tokenHeaderOf({ identitySource }: V2Authorizer): string | undefined {
  const [only, ...others] = identitySource;
  return others.length === 0 ? /^\$request\.header\.(.+)$/.exec(only ?? "")?.[1] : undefined;
}
