import type { NextRequest } from "next/server";
import { consoleScope, findUser } from "@/app/_session";
import { newUuid } from "@/lib/base/ids";
import { ServiceError } from "@/lib/base/service-error";
import { lastRevisionOf } from "@/lib/services/draft-state";
import { getRuntime } from "@/lib/services/runtime";
import { type CallContext, operations } from "../_operations";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ operation: string }> };
const bodyBytesMax = 12 * 1024 * 1024;

type AnyRow = {
  kind: string;
  input: {
    safeParse: (
      value: unknown,
    ) => { success: true; data: unknown } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
  };
  run: (context: CallContext, input: unknown) => Promise<object>;
};

function findRow(name: string, kind: string): AnyRow | undefined {
  // Names come from the address: only own members of the table count. The input is parsed by the row's own schema before it runs.
  const row = Object.hasOwn(operations, name) ? (operations as unknown as Record<string, AnyRow>)[name] : undefined;
  return row?.kind === kind ? row : undefined;
}

export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const { operation } = await params;
  return answer(operation, "query", () => Promise.resolve(request.nextUrl.searchParams.get("input") ?? "{}"));
}

export async function POST(request: NextRequest, { params }: Context): Promise<Response> {
  const { operation } = await params;
  // A form of another site cannot send this type without a preflight, which is never answered; the origin is checked all the same.
  if (request.headers.get("content-type")?.startsWith("application/json") !== true)
    return failure(new ServiceError("BadRequestException", "Send JSON."), "");
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none")
    return failure(new ServiceError("ForbiddenException", "Calls of another site are refused."), "");
  return answer(operation, "mutation", () => request.text());
}

async function answer(operation: string, kind: "query" | "mutation", readInput: () => Promise<string>): Promise<Response> {
  const requestId = newUuid();
  try {
    const user = await findUser();
    if (user === undefined)
      throw new ServiceError("UnauthorizedException", "Your session has ended. Sign in again; unsaved text is kept in this browser.");
    const row = findRow(operation, kind);
    if (row === undefined) throw new ServiceError("NotFoundException", "The console has no such operation.");
    const input = parseInput(row, await readInput());
    const runtime = await getRuntime();
    const scope = await consoleScope(user, requestId);
    const output = await row.run({ scope, runtime }, input);
    if (kind === "query") return Response.json(output, { headers: { "cache-control": "no-store" } });
    return Response.json({ ...output, revision: await lastRevisionOf(scope) });
  } catch (error) {
    return failure(error, requestId);
  }
}

function parseInput(row: AnyRow, text: string): unknown {
  if (text.length > bodyBytesMax) throw new ServiceError("RequestTooLargeException", "The request is larger than 12 MB.");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ServiceError("BadRequestException", "The request is not JSON.", { cause });
  }
  const parsed = row.input.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
  throw new ServiceError(
    "BadRequestException",
    `Some fields need another value: ${Object.entries(fields)
      .map(([field, text]) => `${field}: ${text}`)
      .join("; ")}`,
    { fields },
  );
}

function failure(error: unknown, requestId: string): Response {
  if (error instanceof ServiceError) {
    return Response.json({ code: error.code, message: error.message, fields: error.fields ?? {}, requestId }, { status: error.status });
  }
  console.error(
    JSON.stringify({
      level: "error",
      requestId,
      message: error instanceof Error ? error.message : String(error),
      stack: error instanceof Error ? error.stack : undefined,
    }),
  );
  return Response.json(
    {
      code: "InternalFailure",
      message: `Something unexpected failed here. The server's log has it under ${requestId}.`,
      fields: {},
      requestId,
    },
    { status: 500 },
  );
}
