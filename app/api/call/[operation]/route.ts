import type { NextRequest } from "next/server";
import { consoleScope, findUser } from "@/app/_session";
import { newUuid } from "@/lib/base/ids";
import { ServiceError } from "@/lib/base/service-error";
import { documentBytesMax } from "@/lib/definition/document-limit";
import { lastRevisionOf } from "@/lib/services/draft-state";
import { getRuntime } from "@/lib/services/runtime";
import { failure } from "../../_failure";
import { demandOwnPage, parseJson, readJson } from "../../_guard";
import { operations } from "../_operations";
import type { CallContext } from "../_row";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ operation: string }> };
/** A document takes more as a member of JSON: its quotes and line ends are escaped. */
const bodyBytesMax = 1.5 * documentBytesMax;

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
  return answer(operation, "query", async () => parseJson(request.nextUrl.searchParams.get("input") ?? "{}"));
}

export async function POST(request: NextRequest, { params }: Context): Promise<Response> {
  const { operation } = await params;
  return answer(operation, "mutation", async () => {
    demandOwnPage(request, (await getRuntime()).environment.PUBLIC_URL);
    return readJson(request, bodyBytesMax);
  });
}

async function answer(operation: string, kind: "query" | "mutation", readInput: () => Promise<unknown>): Promise<Response> {
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

function parseInput(row: AnyRow, value: unknown): unknown {
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
