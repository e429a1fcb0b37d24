import { newUuid } from "../base/ids.ts";
import { readBody } from "../base/read-body.ts";
import { ServiceError } from "../base/service-error.ts";
import { type RuntimeCore, scopeFor } from "../services/runtime-scope.ts";
import { type Scope, workspaceRef } from "../services/scope.ts";
import { sha256Hex } from "../sigv4/canonical-request.ts";
import { authenticate, type Caller } from "./authenticate.ts";
import { checkConstraints } from "./check-constraints.ts";
import { decode } from "./decode.ts";
import { encode } from "./encode.ts";
import { errorResponse, WireError } from "./error-response.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { callV1 } from "./operations/v1.ts";
import { makeRouter } from "./router.ts";
import { v1, v2 } from "./wire-table.ts";

/** Where the door stands below its origin; signatures cover this part too. */
export const doorPath = "/aws";

/** As much as a document or the body of a test may have. */
const bodyBytesMax = 12 * 1_048_576;

const routeV1 = makeRouter(v1);
const routeV2 = makeRouter(v2);

/** Answers a call of an AWS client: match, verify, decode, check, call, encode. */
export async function handleAws(runtime: RuntimeCore, request: Request): Promise<Response> {
  const requestId = newUuid(runtime.random);
  const response = await answer(runtime, request, requestId).catch((error: unknown) =>
    errorResponse(error, (unexpected) => runtime.report({ requestId, error: unexpected })),
  );
  response.headers.set("x-amzn-requestid", requestId);
  return response;
}

async function answer(runtime: RuntimeCore, request: Request, requestId: string): Promise<Response> {
  const url = new URL(request.url);
  const body = await readBody(request, bodyBytesMax);
  const signable = {
    method: request.method,
    rawPath: url.pathname,
    query: [...url.searchParams],
    headers: [...request.headers],
    bodyHash: sha256Hex(body),
  };
  const caller = await authenticate(runtime, signable, requestId);
  const scope = scopeOf(runtime, caller, requestId);
  const path = url.pathname.slice(doorPath.length);
  if (path === "" || path === "/") return root(scope, body);
  const match = routeV1(request.method, path, url.searchParams);
  if (match === undefined) throw unknown(request.method, path, url.searchParams);
  const input = decode(v1, match, { query: url.searchParams, headers: request.headers, body });
  checkConstraints(v1, { name: match.name, input: match.operation.input }, input);
  const output = await callV1(match.name, input, { scope, tools: runtime });
  return encode(v1, match.operation, output, "seconds");
}

function root(scope: Scope, body: Uint8Array): Response {
  const identity = getCallerIdentity(scope, new URLSearchParams(new TextDecoder().decode(body)));
  if (identity === undefined) throw new WireError(400, "InvalidAction", "The only action at this address is GetCallerIdentity.");
  return identity;
}

function unknown(method: string, path: string, query: URLSearchParams): Error {
  const match = routeV2(method, path, query);
  if (match !== undefined) return new ServiceError("BadRequestException", `${match.name} is not supported by this version of Gatehouse.`);
  return new WireError(404, "UnknownOperationException", `No operation has the address ${method} ${path}.`);
}

function scopeOf(runtime: RuntimeCore, { holder, region }: Caller, requestId: string): Scope {
  const actor = { userId: holder.userId, name: holder.userName, role: holder.role, via: "api" } as const;
  return scopeFor(runtime, { actor, workspace: workspaceRef(runtime.workspace.accountId, region), requestId });
}
