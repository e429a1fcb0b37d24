"use client";
import { Send } from "lucide-react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Verb } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import type { StageState, TestResult } from "@/lib/client/operations";
import type { HttpVerb } from "@/lib/definition/rest-api";
import { CallAddress } from "./call-address";
import { HeadersAndBody } from "./headers-and-body";
import { ResultPane } from "./result-pane";
import { fillPath, methodTarget, parseHeaders, pathParametersOf, type TesterRequest, testerKey, useTester } from "./use-tester";

type Props = {
  apiId: string;
  resourceId: string;
  path: string;
  verb: HttpVerb;
  step: string | null;
  /** Puts what is shown into the address. */
  onUrl: (part: { run?: string | null; step?: string | null }) => void;
  /** Request id of the test that the address names. */
  runId: string | null;
};

const bodyless = new Set(["GET", "HEAD", "DELETE", "OPTIONS"]);

/** What a method is tested with at first: the stage if there is one, JSON if it takes a body. */
function firstRequest(verb: string, stages: readonly StageState[]): TesterRequest {
  return {
    target: stages[0]?.stageName ?? methodTarget,
    pathParameters: {},
    query: "",
    headers: bodyless.has(verb) ? "" : "Content-Type: application/json",
    body: "",
  };
}

export function Tester({ apiId, resourceId, path, verb, runId, step, onUrl }: Props) {
  const { canTest } = useUser();
  const api = useOperation("getApi", { apiId });
  const stages = api.data?.stages ?? [];
  const key = testerKey(apiId, path, verb);
  const { requests, runs, setRequest, setRun } = useTester();
  const request = requests[key] ?? firstRequest(verb, stages);
  const run = runs[key];
  const stored = useOperation(
    "getTestRun",
    { apiId, requestId: runId ?? "" },
    { enabled: run === undefined && runId !== null, staleMs: Number.POSITIVE_INFINITY },
  );
  const method = useWrite("testMethod");
  const stage = useWrite("testStage");
  const busy = method.isPending || stage.isPending;
  const sentVerb = verb === "ANY" ? "GET" : verb;
  const change = (part: Partial<TesterRequest>) => setRequest(key, { ...request, ...part });

  function send() {
    if (busy || !canTest) return;
    const input = {
      apiId,
      httpMethod: sentVerb,
      pathWithQueryString: fillPath(path, request),
      headers: parseHeaders(request.headers),
      ...(request.body === "" ? {} : { body: request.body }),
    };
    const onSuccess = (result: TestResult) => {
      setRun(key, { request, verb: sentVerb, result });
      onUrl({ run: result.trace.requestId, step: null });
    };
    if (request.target === methodTarget) method.mutate({ ...input, resourceId }, { onSuccess });
    else stage.mutate({ ...input, stageName: request.target }, { onSuccess });
  }
  useShortcut("send", send);
  const sendError = request.target === methodTarget ? method.error : stage.error;
  const error = sendError ?? (run === undefined && runId !== null ? stored.error : null);

  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(280px,2fr)_3fr]">
      <form
        aria-label="Request"
        className="flex min-h-0 flex-col gap-3 overflow-auto border-line border-r p-3"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div className="flex items-center gap-2">
          <Verb verb={verb} />
          <code className="min-w-0 flex-1 truncate">{fillPath(path, request)}</code>
          <Button type="submit" look="primary" busy={busy} disabled={!canTest} aria-keyshortcuts="Control+Enter">
            <Send aria-hidden /> Test
          </Button>
        </div>
        <TargetField target={request.target} stages={stages} onChange={(target) => change({ target })} />
        <PathFields path={path} request={request} onChange={change} />
        <Field label="Query string" optional>
          {(ids) => (
            <Input
              {...ids}
              mono
              placeholder="type=dog&page=2"
              value={request.query}
              onChange={(event) => change({ query: event.target.value })}
            />
          )}
        </Field>
        <HeadersAndBody request={request} hasBody={!bodyless.has(verb)} onChange={change} />
        <InvokeUrl stages={stages} request={request} path={path} />
      </form>
      <ResultPane
        apiId={apiId}
        error={error}
        result={run?.result ?? stored.data}
        busy={busy}
        step={step}
        onStep={(next) => onUrl({ step: next })}
        canTest={canTest}
      />
    </div>
  );
}

function TargetField({ target, stages, onChange }: { target: string; stages: readonly StageState[]; onChange: (target: string) => void }) {
  const help =
    target === methodTarget
      ? "Runs the draft as the service's test-invoke does: no authorizer, no key, no throttling."
      : "A real call: the gateway answers with what is deployed there, every gate applied.";
  return (
    <Field label="Target" help={help}>
      {(ids) => (
        <NativeSelect {...ids} value={target} onChange={(event) => onChange(event.target.value)}>
          {stages.map((stage) => (
            <option key={stage.stageName} value={stage.stageName}>
              Stage {stage.stageName}
              {stage.changes > 0 ? ` (${stage.changes} behind the draft)` : ""}
            </option>
          ))}
          <option value={methodTarget}>Method test of the draft</option>
        </NativeSelect>
      )}
    </Field>
  );
}

function PathFields({
  path,
  request,
  onChange,
}: {
  path: string;
  request: TesterRequest;
  onChange: (part: Partial<TesterRequest>) => void;
}) {
  return pathParametersOf(path).map((name) => (
    <Field key={name} label={<code>{`{${name}}`}</code>}>
      {(ids) => (
        <Input
          {...ids}
          mono
          value={request.pathParameters[name] ?? ""}
          onChange={(event) => onChange({ pathParameters: { ...request.pathParameters, [name]: event.target.value } })}
        />
      )}
    </Field>
  ));
}

function InvokeUrl({ stages, request, path }: { stages: readonly StageState[]; request: TesterRequest; path: string }) {
  const stage = stages.find((each) => each.stageName === request.target);
  if (!stage) return null;
  const url = stage.invokeUrl + (path === "/" && request.query === "" ? "" : fillPath(path, request));
  return <CallAddress url={url} />;
}
