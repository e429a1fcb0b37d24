import { Buffer } from "node:buffer";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import type { StageRelease } from "../definition/stage.ts";
import { targetGroups } from "./compile-rest.ts";
import type { StageFacts } from "./exchange.ts";
import type { GatewayRequest } from "./message.ts";
import { stageVariables } from "./stage-variables.ts";

/** A request that comes from a test and from no socket. */
export type TestRequest = {
  httpMethod: string;
  body?: string | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  multiValueHeaders?: Readonly<Record<string, readonly string[]>> | undefined;
};

export type TestScope = {
  accountId: string;
  region: string;
  vpcLinks?: StageRelease["vpcLinks"];
  clientCertificate?: StageRelease["clientCertificate"];
};

type TestStage = {
  stageName: string;
  stageVariables?: Readonly<Record<string, string>> | undefined;
  /** Values of variables that are a mask in `stageVariables`. */
  secretVariables?: Readonly<Record<string, string>> | undefined;
};

/** The stage that tests run on. */
export function testStage(definition: RestApiDefinition, input: TestStage, scope: TestScope): StageFacts {
  return {
    kind: "REST",
    accountId: scope.accountId,
    region: scope.region,
    apiId: definition.apiId,
    stageName: input.stageName,
    deploymentId: "",
    ...stageVariables({ shown: input.stageVariables, secret: input.secretVariables }),
    isCanary: undefined,
    binaryMediaTypes: definition.settings.binaryMediaTypes ?? [],
    minimumCompressionSize: undefined,
    isEndpointDisabled: false,
    isTraced: false,
    webAclArn: undefined,
    methodSettings: {},
    accountLimits: [],
    clientCertificate: scope.clientCertificate,
    vpcLinks: targetGroups(scope.vpcLinks),
    cache: undefined,
    authorizerCache: undefined,
  };
}

/** Path and query of a target. */
export function splitTarget(target: string): [string, string] {
  const mark = target.indexOf("?");
  return mark < 0 ? [target, ""] : [target.slice(0, mark), target.slice(mark + 1)];
}

/** The request of a test as the core sees it. */
export function testRequest(input: TestRequest, rawPath: string, rawQuery: string): GatewayRequest {
  const headers: string[] = [];
  const multiple = new Set(Object.keys(input.multiValueHeaders ?? {}).map((name) => name.toLowerCase()));
  for (const [name, value] of Object.entries(input.headers ?? {})) if (!multiple.has(name.toLowerCase())) headers.push(name, value);
  for (const [name, values] of Object.entries(input.multiValueHeaders ?? {})) for (const value of values) headers.push(name, value);
  const bytes = Buffer.from(input.body ?? "");
  return {
    method: input.httpMethod,
    rawPath,
    rawQuery,
    headers,
    body: { length: bytes.length, stream: oneChunk(bytes), collect: () => Promise.resolve(bytes) },
    caller: { isGone: false, onGone: () => undefined },
    fullPath: rawPath,
    domainName: "testPrefix.testDomainName",
    sourceIp: "test-invoke-source-ip",
    trustedHops: 0,
    protocol: "HTTP/1.1",
    scheme: "https",
    port: 443,
  };
}

async function* oneChunk(bytes: Buffer): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
