"use client";
import { Rocket, Send } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useCallback, useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { CallAddress } from "@/components/tester/call-address";
import { HeadersAndBody } from "@/components/tester/headers-and-body";
import { ResultPane } from "@/components/tester/result-pane";
import { SignField } from "@/components/tester/sign-field";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { QueryState } from "@/components/ui/query-state";
import type { StageState } from "@/lib/client/operations";
import type { V2ApiDetail } from "@/lib/client/v2-operations";
import { parseHeaders } from "@/lib/definition/fill-request";
import { parseRouteKey, routeVerbs, sortRoutes } from "@/lib/definition/route-key";
import { rememberRun } from "./route-runs";

/** Calls a stage of an HTTP API and shows the answer with every step that led to it. */
export function RouteTester({ apiId }: { apiId: string }) {
  const api = useOperation("getV2Api", { apiId });
  return (
    <QueryState query={api} what="the API">
      {(data) => <OfApi api={data} />}
    </QueryState>
  );
}

function OfApi({ api }: { api: V2ApiDetail }) {
  const stages = api.stages.filter(({ deploymentId }) => deploymentId !== "");
  if (stages.length > 0) return <Tester api={api} stages={stages} />;
  return (
    <EmptyState
      title="Nothing to call yet"
      icon={<Rocket />}
      action={
        <Button asChild look="primary">
          <Link href={`/apis/${api.id}/stages`}>Go to the stages</Link>
        </Button>
      }
    >
      Clients call a stage that serves a deployment.
    </EmptyState>
  );
}

const parsers = { stage: parseAsString, run: parseAsString, step: parseAsString };
const verbs = routeVerbs.filter((verb) => verb !== "ANY");
const bodiless = new Set(["GET", "HEAD"]);

/** A request that the first route without path variables takes. */
function firstRequest(api: V2ApiDetail) {
  const keys = sortRoutes(api.definition.routes).map(({ routeKey }) => parseRouteKey(routeKey));
  const { verb = "GET", path = "/" } = keys.find((each) => each !== undefined && !each.path.includes("{")) ?? {};
  return { verb: verb === "ANY" ? "GET" : verb, target: path, headers: "", body: "", signWith: "" };
}

function Tester({ api, stages }: { api: V2ApiDetail; stages: readonly StageState[] }) {
  const { canTest } = useUser();
  const [url, setUrl] = useQueryStates(parsers, { shallow: true });
  const [request, setRequest] = useState(() => firstRequest(api));
  const stage = stages.find(({ stageName }) => stageName === url.stage) ?? stages[0];
  const call = useWrite("testStage");
  const stored = useOperation(
    "getTestRun",
    { apiId: api.id, requestId: url.run ?? "" },
    { enabled: url.run !== null && call.data === undefined },
  );
  const { mutate } = call;
  const send = useCallback(() => {
    if (stage === undefined) return;
    const { verb, target, headers, body, signWith } = request;
    mutate(
      {
        apiId: api.id,
        stageName: stage.stageName,
        httpMethod: verb,
        pathWithQueryString: target.startsWith("/") ? target : `/${target}`,
        headers: parseHeaders(headers),
        ...(bodiless.has(verb) || body === "" ? {} : { body }),
        ...(signWith === "" ? {} : { signWith }),
      },
      {
        onSuccess: (result) => {
          rememberRun(api.id, result);
          void setUrl({ run: result.trace.requestId, step: null });
        },
      },
    );
  }, [api.id, stage, request, mutate, setUrl]);
  useShortcut("send", send, canTest);
  const result = call.data ?? stored.data;
  const set = (part: Partial<typeof request>) => setRequest({ ...request, ...part });
  return (
    <div className="grid min-h-0 min-w-0 flex-1 grid-rows-[auto_1fr] lg:grid-cols-[minmax(320px,2fr)_3fr] lg:grid-rows-1">
      <form
        aria-label="Request"
        className="flex min-h-0 flex-col gap-3 overflow-auto border-line p-4 max-lg:border-b lg:border-r"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <header className="flex items-center gap-2">
          <h1 className="mr-auto text-xl">Test</h1>
          <Button type="submit" look="primary" busy={call.isPending} disabled={!canTest} aria-keyshortcuts="Control+Enter">
            <Send aria-hidden /> Send request
          </Button>
        </header>
        <RequestFields
          api={api}
          stages={stages}
          stage={stage}
          request={request}
          set={set}
          onStage={(name) => void setUrl({ stage: name })}
        />
      </form>
      <ResultPane
        key={result?.trace.requestId}
        apiId={api.id}
        error={call.error}
        result={result}
        busy={call.isPending}
        step={url.step}
        onStep={(step) => void setUrl({ step })}
        canTest={canTest}
      />
    </div>
  );
}

type Request = { verb: string; target: string; headers: string; body: string; signWith: string };
type FieldsProps = {
  api: V2ApiDetail;
  stages: readonly StageState[];
  stage: StageState | undefined;
  request: Request;
  set: (part: Partial<Request>) => void;
  onStage: (stageName: string) => void;
};

function RequestFields({ api, stages, stage, request, set, onStage }: FieldsProps) {
  const routes = sortRoutes(api.definition.routes);
  const address = stage === undefined ? "" : stage.invokeUrl.replace(/\/$/, "") + request.target;
  return (
    <>
      <Field label="Stage" help="A real call: the gateway answers with what is deployed there, every gate applied.">
        {(ids) => (
          <NativeSelect {...ids} value={stage?.stageName} onChange={(event) => onStage(event.target.value)}>
            {stages.map(({ stageName, changes }) => (
              <option key={stageName} value={stageName}>
                {stageName}
                {changes > 0 ? ` (${changes} behind the draft)` : ""}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label="Start from a route" optional>
        {(ids) => (
          <NativeSelect
            {...ids}
            defaultValue=""
            onChange={(event) => {
              const { verb = "GET", path = "/" } = parseRouteKey(event.target.value) ?? {};
              set({ verb: verb === "ANY" ? "GET" : verb, target: path.replace(/\{([^}+]+)\+?\}/g, "1") });
            }}
          >
            <option value="" disabled>
              Choose a route
            </option>
            {routes.map(({ routeKey }) => (
              <option key={routeKey}>{routeKey}</option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <div className="grid grid-cols-[120px_1fr] gap-2">
        <Field label="Method">
          {(ids) => (
            <NativeSelect {...ids} value={request.verb} onChange={(event) => set({ verb: event.target.value })}>
              {verbs.map((verb) => (
                <option key={verb}>{verb}</option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field label="Path and query string">
          {(ids) => (
            <Input
              {...ids}
              mono
              autoComplete="off"
              spellCheck={false}
              maxLength={16_000}
              value={request.target}
              onChange={(event) => set({ target: event.target.value })}
            />
          )}
        </Field>
      </div>
      {routes.some(({ authorizationType }) => authorizationType === "AWS_IAM") ? (
        <SignField value={request.signWith} onChange={(signWith) => set({ signWith })} />
      ) : null}
      <HeadersAndBody request={request} hasBody={!bodiless.has(request.verb)} onChange={set} />
      <CallAddress url={address} />
    </>
  );
}
