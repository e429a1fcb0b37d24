import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { ensureEnvironmentAccessKey } from "@/lib/auth/access-keys.ts";
import { makeApiKeyVault } from "@/lib/auth/api-key-vault.ts";
import { makeSealer } from "@/lib/auth/seal.ts";
import { cryptoBytes } from "@/lib/base/ids.ts";
import type { Database } from "@/lib/db/database.ts";
import { createPorts } from "@/lib/ports/real-ports.ts";
import type { RuntimeCore } from "@/lib/services/runtime-scope.ts";
import { workspaceRef } from "@/lib/services/scope.ts";
import { sha256Hex } from "@/lib/sigv4/canonical-request.ts";
import { signRequest } from "@/lib/sigv4/sign-request.ts";
import { handleAws } from "@/lib/wire/door.ts";

export const accountId = "000000000000";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

export async function testRuntime(db: Database): Promise<RuntimeCore> {
  const clock = () => new Date();
  const sealer = makeSealer("the secret of the tests", "access-keys");
  await ensureEnvironmentAccessKey({ db, sealer }, { accessKeyId: "test", secret: "test", accountId }, clock);
  return {
    db,
    sealer,
    apiKeys: makeApiKeyVault("the secret of the tests"),
    clock,
    gatewayUrl: "http://localhost:8080",
    random: cryptoBytes,
    workspace: workspaceRef(accountId, "us-east-1"),
    ports: createPorts({ integrationDeny: "", variables: {} }),
    report: ({ error }) => {
      throw error;
    },
  };
}

type SdkRequest = {
  method: string;
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: Uint8Array<ArrayBuffer> | string;
};

/** An SDK client whose requests go to the door in this process. */
export function awsClient(runtime: RuntimeCore, overrides: { accessKeyId?: string; secretAccessKey?: string } = {}): APIGatewayClient {
  return new APIGatewayClient({ ...clientSettings(runtime), credentials: { ...credentials, ...overrides } });
}

/** The same for the second API. */
export function awsV2Client(runtime: RuntimeCore): ApiGatewayV2Client {
  return new ApiGatewayV2Client({ ...clientSettings(runtime), credentials });
}

function clientSettings(runtime: RuntimeCore) {
  return {
    endpoint: "http://localhost:3000/aws",
    region: "us-east-1",
    maxAttempts: 1,
    requestHandler: { handle: async (request: SdkRequest) => ({ response: await answer(runtime, request) }) },
  };
}

async function answer(runtime: RuntimeCore, request: SdkRequest) {
  const url = new URL(`${request.protocol}//${request.hostname}:${request.port ?? 80}${request.path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value ?? ""]) url.searchParams.append(name, item);
  }
  const body = request.method === "GET" ? null : (request.body ?? null);
  const response = await handleAws(runtime, new Request(url, { method: request.method, headers: request.headers, body }));
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: new Blob([bytes]).stream() };
}

/** A signed call without an SDK, so that tests see the very bytes of the answer. */
export type Call = (
  method: string,
  path: string,
  body?: object | string,
) => Promise<{ status: number; code: string | null; body: Record<string, unknown> }>;

export function caller(runtime: RuntimeCore, { region = "us-east-1", now = () => Date.now() } = {}): Call {
  return async (method, path, body) => {
    const url = new URL(`http://localhost:3000/aws${path}`);
    const payload = body === undefined || body instanceof ReadableStream || typeof body === "string" ? body : JSON.stringify(body);
    const headers: [string, string][] = [["host", url.host]];
    const bodyHash = sha256Hex(typeof payload === "string" ? payload : "");
    const signable = { method, rawPath: url.pathname, query: [...url.searchParams], headers, bodyHash };
    const signed = signRequest(signable, {
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      region,
      service: "apigateway",
      nowMs: now(),
    });
    const init = { method, headers: [...headers, ...signed], ...(payload === undefined ? {} : { body: payload, duplex: "half" }) };
    const response = await handleAws(runtime, new Request(url, init));
    const text = await response.text();
    return {
      status: response.status,
      code: response.headers.get("x-amzn-errortype"),
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
}
