import { timingSafeEqual } from "node:crypto";
import { Readable } from "node:stream";
import { z } from "zod";
import { consoleScope, findUser } from "@/app/_session";
import { commandToken } from "@/lib/auth/backup-secret";
import { newUuid } from "@/lib/base/ids";
import { ServiceError } from "@/lib/base/service-error";
import { downloadBackup } from "@/lib/services/backup/download-backup";
import { getRuntime, type Runtime } from "@/lib/services/runtime";
import { scopeFor } from "@/lib/services/runtime-scope";
import { type Scope, systemActor } from "@/lib/services/scope";
import { failure } from "../_failure";
import { demandOwnPage, readJson } from "../_guard";

const bodyBytesMax = 4_096;
const inputSchema = z.object({ passphrase: z.string().optional(), hasLogs: z.boolean() });

/** The whole installation as a file, for an owner or a command of this machine. */
export async function POST(request: Request): Promise<Response> {
  const requestId = newUuid();
  try {
    const runtime = await getRuntime();
    const scope = await scopeOf(request, runtime, requestId);
    const input = inputSchema.safeParse(await readJson(request, bodyBytesMax));
    if (!input.success) throw new ServiceError("BadRequestException", "Say whether logs belong to the backup, and which passphrase.");
    const onTrouble = (error: unknown) => runtime.report({ requestId, error });
    const stream = await downloadBackup(scope, { ...input.data, authSecret: runtime.authSecret, onTrouble });
    const name = `gatehouse-${runtime.clock().toISOString().slice(0, 16).replace(/[-:]/g, "")}.backup`;
    // Types of the two stream worlds differ in what they iterate over; bytes are bytes.
    return new Response(Readable.toWeb(stream) as ReadableStream, {
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return failure(error, requestId);
  }
}

async function scopeOf(request: Request, runtime: Runtime, requestId: string): Promise<Scope> {
  const { headers } = request;
  const token = /^Bearer (.+)$/.exec(headers.get("authorization") ?? "")?.[1];
  if (token !== undefined) {
    if (!isEqual(token, commandToken(runtime.authSecret)))
      throw new ServiceError("UnauthorizedException", "The token is not this console's.");
    return scopeFor(runtime, { actor: systemActor, requestId });
  }
  demandOwnPage(request, runtime.environment.PUBLIC_URL);
  const user = await findUser();
  if (user === undefined) throw new ServiceError("UnauthorizedException", "Your session has ended. Sign in again.");
  return consoleScope(user, requestId);
}

function isEqual(a: string, b: string): boolean {
  const [own, other] = [Buffer.from(a), Buffer.from(b)];
  return own.length === other.length && timingSafeEqual(own, other);
}
