import { newUuid } from "../base/ids.ts";
import { readBody } from "../base/read-body.ts";
import { documentBytesMax } from "../definition/document-limit.ts";
import type { CallerAddress } from "../services/caller-address.ts";
import { type RuntimeCore, scopeFor } from "../services/runtime-scope.ts";
import { type Scope, workspaceRef } from "../services/scope.ts";
import { sha256Hex } from "../sigv4/canonical-request.ts";
import { authenticate, type Caller } from "./authenticate.ts";
import { demandCallAllowed, demandQueryAllowed, policedCaller } from "./authorize.ts";
import { checkConstraints } from "./check-constraints.ts";
import { decode, type Input, type WireRequest } from "./decode.ts";
import { encode } from "./encode.ts";
import { errorResponse, WireError } from "./error-response.ts";
import { callV1 } from "./operations/v1.ts";
import { callV2 } from "./operations/v2.ts";
import { handleQuery, queryErrorResponse } from "./query/handle-query.ts";
import { type Match, makeRouter } from "./router.ts";
import { v1, v2, type WireTable } from "./wire-table.ts";

/** Where the door stands below its origin; signatures cover this part too. */
export const doorPath = "/aws";

/** As much as a document in the JSON of a call, where it is escaped, or the body of a test may have. */
const bodyBytesMax = 1.5 * documentBytesMax;

const routeV1 = makeRouter(v1);
const routeV2 = makeRouter(v2);

/** Answers a call of an AWS client: match, verify, decode, check, call, encode. */
export async function handleAws(runtime: RuntimeCore, request: Request, address?: CallerAddress): Promise<Response> {
  const requestId = newUuid(runtime.random);
  const report = (error: unknown) => runtime.report({ requestId, error });
  const response = await answer(runtime, request, { requestId, address }).catch((error: unknown) =>
    isRoot(new URL(request.url)) ? queryErrorResponse(error, requestId, report) : errorResponse(error, report),
  );
  response.headers.set("x-amzn-requestid", requestId);
  return response;
}

async function answer(
  runtime: RuntimeCore,
  request: Request,
  { requestId, address }: { requestId: string; address: CallerAddress | undefined },
): Promise<Response> {
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
  const policed = policedCaller(caller, { userAgent: request.headers.get("user-agent"), nowMs: runtime.clock().getTime(), address });
  if (isRoot(url)) {
    const form = formOf(url, body);
    demandQueryAllowed(policed, scope, form.get("Action") ?? "");
    return handleQuery(scope, { tools: runtime, form, userArn: policed.userArn });
  }
  demandCallAllowed(policed, scope, { method: request.method, path });
  const parts = { query: url.searchParams, headers: request.headers, body };
  const first = routeV1(request.method, path, url.searchParams);
  if (first !== undefined) {
    const output = await callV1(first.name, readInput(v1, first, parts), { scope, tools: runtime });
    return encode(v1, first.operation, output, "seconds");
  }
  const second = routeV2(request.method, path, url.searchParams);
  if (second === undefined)
    throw new WireError(404, "UnknownOperationException", `No operation has the address ${request.method} ${path}.`);
  return encode(v2, second.operation, await callV2(second.name, readInput(v2, second, parts), scope), "iso");
}

function readInput(table: WireTable, match: Match, request: WireRequest): Input {
  const input = decode(table, match, request);
  checkConstraints(table, { name: match.name, input: match.operation.input }, input);
  return input;
}

/** Where the services of the query protocol are. */
function isRoot({ pathname }: URL): boolean {
  return pathname === doorPath || pathname === `${doorPath}/`;
}

/** Parameters come in the body, or in the address. */
function formOf({ searchParams }: URL, body: Uint8Array): URLSearchParams {
  return body.length === 0 ? searchParams : new URLSearchParams(new TextDecoder().decode(body));
}

function scopeOf(runtime: RuntimeCore, { holder, region }: Caller, requestId: string): Scope {
  const actor = { userId: holder.userId, name: holder.userName, role: holder.role, via: "api" } as const;
  return scopeFor(runtime, { actor, workspace: workspaceRef(runtime.workspace.accountId, region), requestId });
}
