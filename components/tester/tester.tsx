"use client";
import { History, Send } from "lucide-react";
import { useState } from "react";
import { useOperation, useWrite } from "@/components/data/use-operations";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useUser } from "@/components/shell/user";
import { Alert } from "@/components/ui/alert";
import { Verb } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field, Input, NativeSelect } from "@/components/ui/field";
import { Menu } from "@/components/ui/menu";
import { absoluteTime, formatMs, plural } from "@/lib/client/format";
import type { StageState, TestResult } from "@/lib/client/operations";
import { type FilledRequest, fillRequest } from "@/lib/definition/fill-request";
import type { HttpVerb } from "@/lib/definition/rest-api";
import { AssertionList } from "./assertion-list";
import { CallAddress } from "./call-address";
import { CopyCall } from "./copy-call";
import { HeadersAndBody } from "./headers-and-body";
import { ResultPane } from "./result-pane";
import { SavedBar } from "./saved-bar";
import { SignField } from "./sign-field";
import { methodTarget, pathParametersOf, type SentRequest, type TesterRequest, testerKey, useTester } from "./use-tester";

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
  /** What this deployment froze is tested, and nothing else. */
  deploymentId?: string;
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
    assertions: [],
    variablesOf: "",
  };
}

export function Tester({ apiId, resourceId, path, verb, runId, step, onUrl, deploymentId }: Props) {
  const { canTest } = useUser();
  const api = useOperation("getApi", { apiId });
  const stages = api.data?.stages ?? [];
  const isFrozen = deploymentId !== undefined;
  const key = testerKey(apiId, path, verb) + (isFrozen ? ` ${deploymentId}` : "");
  const { requests, runs, sent, setRequest, setRun } = useTester();
  const request = requests[key] ?? firstRequest(verb, isFrozen ? [] : stages);
  // An earlier run is looked at until the next one.
  const [earlier, setEarlier] = useState(() => (runId !== null && runs[key]?.result.trace.requestId !== runId ? runId : undefined));
  const run = earlier === undefined ? runs[key] : undefined;
  const storedId = earlier ?? runId;
  const stored = useOperation(
    "getTestRun",
    { apiId, requestId: storedId ?? "" },
    { enabled: run === undefined && storedId !== null, staleMs: Number.POSITIVE_INFINITY },
  );
  const definition = useOperation("getMethod", { apiId, resourceId, httpMethod: verb }, { enabled: !isFrozen });
  const isSigned = request.target !== methodTarget && definition.data?.method.authorizationType === "AWS_IAM";
  const method = useWrite("testMethod");
  const stage = useWrite("testStage");
  const { variables, secretNames } = useTargetVariables(apiId, request);
  const filled = fillRequest(path, request, variables, secretNames);
  const busy = method.isPending || stage.isPending;
  const sentVerb = verb === "ANY" ? "GET" : verb;
  const change = (part: Partial<TesterRequest>) => setRequest(key, { ...request, ...part, ...(isFrozen ? { target: methodTarget } : {}) });

  function send() {
    if (busy || !canTest || filled.missing.length > 0) return;
    const { pathWithQueryString, headers, body } = filled;
    const input = { apiId, httpMethod: sentVerb, pathWithQueryString, headers, ...(body === "" ? {} : { body }) };
    const onSuccess = (result: TestResult) => {
      setEarlier(undefined);
      setRun(key, { request, verb: sentVerb, result });
      onUrl({ run: result.trace.requestId, step: null });
    };
    if (request.target === methodTarget) {
      const variablesOf = request.variablesOf === "" ? {} : { variablesOf: request.variablesOf };
      const frozen = isFrozen ? { deploymentId } : {};
      method.mutate({ ...input, resourceId, stageVariables: variables, ...variablesOf, ...frozen }, { onSuccess });
    } else {
      const signed = isSigned && request.signWith ? { signWith: request.signWith } : {};
      stage.mutate({ ...input, stageName: request.target, ...signed }, { onSuccess });
    }
  }
  useShortcut("send", send);
  const shown = run?.result ?? stored.data;
  const older = (sent[key] ?? []).filter(({ requestId }) => requestId !== shown?.trace.requestId);
  const sendError = request.target === methodTarget ? method.error : stage.error;
  const error = sendError ?? (run === undefined && storedId !== null ? stored.error : null);

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
          <code className="min-w-0 flex-1 truncate">{filled.pathWithQueryString}</code>
          <Button
            type="submit"
            look="primary"
            busy={busy}
            disabled={!canTest || filled.missing.length > 0}
            aria-keyshortcuts="Control+Enter"
          >
            <Send aria-hidden /> Test
          </Button>
        </div>
        {filled.missing.length > 0 ? (
          <Alert tone="warn">
            {filled.missing.map((name) => `{{${name}}}`).join(", ")} has no value:{" "}
            {request.target === methodTarget && request.variablesOf === ""
              ? "choose the stage whose variables the test has."
              : `${request.target === methodTarget ? request.variablesOf : request.target} has no variable of this name.`}
          </Alert>
        ) : null}
        <SavedBar apiId={apiId} path={path} verb={verb} request={request} onLoad={change} />
        {isFrozen ? null : <TargetField target={request.target} stages={stages} onChange={(target) => change({ target })} />}
        {request.target === methodTarget && stages.length > 0 ? (
          <Field
            label="Stage variables of"
            help="A method test has no stage; it takes the variables of one, for $stageVariables and {{name}}."
          >
            {(ids) => (
              <NativeSelect {...ids} value={request.variablesOf} onChange={(event) => change({ variablesOf: event.target.value })}>
                <option value="">No stage</option>
                {stages.map(({ stageName }) => (
                  <option key={stageName} value={stageName}>
                    {stageName}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
        ) : null}
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
        {isSigned ? <SignField value={request.signWith ?? ""} onChange={(signWith) => change({ signWith })} /> : null}
        <HeadersAndBody request={request} hasBody={!bodyless.has(verb)} onChange={change} />
        <AssertionList assertions={request.assertions} onChange={(assertions) => change({ assertions })} />
        <SentBefore
          sent={older}
          onChoose={({ request: before, requestId }) => {
            setRequest(key, before);
            setEarlier(requestId);
            onUrl({ run: requestId, step: null });
          }}
        />
        <InvokeUrl stages={stages} target={request.target} verb={sentVerb} filled={filled} />
      </form>
      <ResultPane
        apiId={apiId}
        route={{ method: verb, resourcePath: path }}
        error={error}
        result={shown}
        checks={{ assertions: request.assertions, older, onAssert: (added) => change({ assertions: [...request.assertions, added] }) }}
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

type InvokeUrlProps = { stages: readonly StageState[]; target: string; verb: string; filled: FilledRequest };

/** The address of the call on a stage, and the call as something to run elsewhere. */
function InvokeUrl({ stages, target, verb, filled }: InvokeUrlProps) {
  const stage = stages.find((each) => each.stageName === target);
  if (!stage) return null;
  const { pathWithQueryString, headers, body } = filled;
  const url = stage.invokeUrl + (pathWithQueryString === "/" ? "" : pathWithQueryString);
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-0 flex-1">
        <CallAddress url={url} />
      </div>
      <CopyCall call={{ method: verb, url, headers, body }} />
    </div>
  );
}

/** Requests of this method that were sent from this tab; one is taken back into the form, with its answer. */
function SentBefore({ sent, onChoose }: { sent: readonly SentRequest[]; onChoose: (chosen: SentRequest) => void }) {
  if (sent.length === 0) return null;
  return (
    <Menu
      items={sent.map((each) => ({
        label: `${absoluteTime(new Date(each.at))}: ${each.status} in ${formatMs(each.ms)}`,
        onSelect: () => onChoose(each),
      }))}
      trigger={
        <Button size="sm" className="self-start">
          <History aria-hidden /> {plural(sent.length, "earlier request")}
        </Button>
      }
    />
  );
}

/** The variables that placeholders stand for: those of the stage that is called, or the one chosen for the draft. */
function useTargetVariables(apiId: string, request: TesterRequest): TargetVariables {
  const stages = useOperation("listStages", { apiId });
  const name = request.target === methodTarget ? request.variablesOf : request.target;
  const { variables = {}, secretVariables = {} } = stages.data?.find(({ stageName }) => stageName === name)?.settings ?? {};
  return { variables, secretNames: new Set(Object.keys(secretVariables)) };
}

/** Secret ones are a mask here; their values are put in where the request is sent. */
type TargetVariables = { variables: Readonly<Record<string, string>>; secretNames: ReadonlySet<string> };
