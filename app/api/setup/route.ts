import { createHash, timingSafeEqual } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readSetupToken } from "@/app/setup/_token";
import { passwordLengthMax, passwordLengthMin } from "@/lib/auth/password";
import { createFirstOwner } from "@/lib/auth/users";
import { getRuntime } from "@/lib/services/runtime";

const inputSchema = z.object({
  token: z.string().max(200),
  name: z.string().trim().min(1, "Say how you are called.").max(100),
  email: z.email("This is not an e-mail address.").max(200),
  password: z.string().min(passwordLengthMin, `A password has at least ${passwordLengthMin} characters.`).max(passwordLengthMax),
});

const digest = (text: string) => createHash("sha256").update(text).digest();

function refuse(status: number, message: string, fields: Record<string, string> = {}): Response {
  return Response.json({ code: status === 403 ? "AccessDeniedException" : "BadRequestException", message, fields }, { status });
}

/** Makes the first owner with the token of the one-time link. */
export async function POST(request: Request): Promise<Response> {
  if (request.headers.get("content-type")?.startsWith("application/json") !== true) return refuse(400, "Send JSON.");
  const parsed = inputSchema.safeParse(await request.json().catch(() => undefined));
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
    return refuse(400, "Some fields need another value.", fields);
  }
  const { token, ...owner } = parsed.data;
  const runtime = await getRuntime();
  const expected = await readSetupToken(runtime.environment.DATA_DIR);
  if (expected === undefined || !timingSafeEqual(digest(token), digest(expected)))
    return refuse(403, "This link was used already or is not the one of this installation.");
  const outcome = await createFirstOwner(runtime.db, { ...owner, accountId: runtime.workspace.accountId }, runtime.clock, runtime.random);
  if (outcome === "exists") return refuse(403, "There is an owner already. Sign in instead.");
  await rm(join(runtime.environment.DATA_DIR, "setup-token"), { force: true });
  return Response.json({ status: "created" });
}
