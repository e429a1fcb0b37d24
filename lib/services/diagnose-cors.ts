import type { DefinitionRef } from "../definition/copy-subject.ts";
import type { GatewayResponseType } from "../definition/gateway-response-types.ts";
import type { HttpVerb, RestApiDefinition } from "../definition/rest-api.ts";
import { probeRefusal } from "../gateway/probe-refusal.ts";
import { getDefinition } from "./draft-state.ts";
import { unknownResource } from "./errors.ts";
import type { Runtime } from "./runtime.ts";
import { demand, type Scope } from "./scope.ts";
import { testMethod } from "./test-method.ts";
import { testStage } from "./test-stage.ts";

/** The answers that a page of another origin can meet. */
export const corsPaths = ["preflight", "success", "401", "403", "404", "5XX"] as const;
export type CorsPath = (typeof corsPaths)[number];
/** `isCalled`: the request was really made; the gateway's own answers are made by its core without something that provokes them. */
export type CorsProbe = { path: CorsPath; status: number; headers: [string, string][]; isCalled: boolean };

export type CorsDiagnosis = {
  restApiId: string;
  resourceId: string;
  /** The draft, or what a stage serves. */
  stageName?: string | undefined;
  origin: string;
  httpMethod: string;
  headers: readonly string[];
  /** The path with values for its parameters, below the stage. */
  path: string;
};

const refusals = {
  "401": "UNAUTHORIZED",
  "403": "ACCESS_DENIED",
  "404": "RESOURCE_NOT_FOUND",
  "5XX": "INTEGRATION_FAILURE",
} as const satisfies Partial<Record<CorsPath, GatewayResponseType>>;

/** Makes the calls of a browser against the draft or a stage, and the answers of the gateway itself. */
export async function diagnoseCors(scope: Scope, runtime: Runtime, input: CorsDiagnosis): Promise<CorsProbe[]> {
  demand(scope, "test", "cors:test");
  const of: DefinitionRef = input.stageName === undefined ? { draft: true } : { stageName: input.stageName };
  const definition = await getDefinition(scope, input.restApiId, of);
  const job: Job = { scope, runtime, input, definition };
  // One after the other: the second call is the one that the first one allows.
  const preflight = await callFor(job, "preflight");
  const success = await callFor(job, "success");
  const own = (["401", "403", "404", "5XX"] as const).map((path) => ({ path, ...refuse(job, refusals[path]), isCalled: false }));
  return [preflight, success, ...own];
}

type Job = { scope: Scope; runtime: Runtime; input: CorsDiagnosis; definition: RestApiDefinition };

async function callFor(job: Job, path: "preflight" | "success"): Promise<CorsProbe> {
  const { scope, runtime, input } = job;
  const httpMethod = path === "preflight" ? "OPTIONS" : input.httpMethod;
  const headers = path === "preflight" ? preflightHeaders(input) : requestHeaders(input);
  const call = { apiId: input.restApiId, httpMethod, pathWithQueryString: input.path, headers };
  if (input.stageName !== undefined) {
    const { status, headers: answered } = await testStage(scope, runtime, { ...call, stageName: input.stageName });
    return { path, status, headers: answered, isCalled: true };
  }
  const verb = findVerb(job, httpMethod);
  // The draft cannot be called where it has no method: the gateway would answer so.
  if (verb === undefined) return { path, ...refuse(job, "MISSING_AUTHENTICATION_TOKEN"), isCalled: false };
  const { status, headers: answered } = await testMethod(scope, runtime, { ...call, httpMethod: verb, resourceId: input.resourceId });
  return { path, status, headers: answered, isCalled: true };
}

function findVerb({ definition, input }: Job, httpMethod: string): HttpVerb | undefined {
  const resource = definition.resources.find(({ id }) => id === input.resourceId);
  if (resource === undefined) throw unknownResource();
  const methods = Object.values(resource.resourceMethods);
  return (methods.find((method) => method?.httpMethod === httpMethod) ?? methods.find((method) => method?.httpMethod === "ANY"))
    ?.httpMethod;
}

function refuse({ runtime, definition, input, scope }: Job, responseType: GatewayResponseType) {
  const { accountId, region } = scope.workspace;
  const { resourceId, httpMethod, path } = input;
  const multiValueHeaders = Object.fromEntries(requestHeaders(input).map(([name, value]) => [name, [value]]));
  const request = { resourceId, httpMethod, pathWithQueryString: path, multiValueHeaders, responseType };
  return probeRefusal(definition, request, runtime.ports, { accountId, region });
}

function requestHeaders({ origin, headers }: CorsDiagnosis): [string, string][] {
  return [["Origin", origin], ...headers.map((name): [string, string] => [name, sampleOf(name)])];
}

function sampleOf(name: string): string {
  return name.toLowerCase() === "content-type" ? "application/json" : "sample";
}

function preflightHeaders({ origin, httpMethod, headers }: CorsDiagnosis): [string, string][] {
  const names = headers.map((name) => name.toLowerCase()).sort();
  return [
    ["Origin", origin],
    ["Access-Control-Request-Method", httpMethod],
    ...(names.length > 0 ? [["Access-Control-Request-Headers", names.join(",")] as [string, string]] : []),
  ];
}
