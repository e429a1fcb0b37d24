import { createHash, timingSafeEqual } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { failure } from "@/app/api/_failure";
import { demandOwnPage, readJson } from "@/app/api/_guard";
import { readSetupToken } from "@/app/setup/_token";
import { passwordLengthMax, passwordLengthMin } from "@/lib/auth/password";
import { createFirstOwner, isSetupNeeded } from "@/lib/auth/users";
import { newUuid } from "@/lib/base/ids";
import { ServiceError } from "@/lib/base/service-error";
import { getRuntime } from "@/lib/services/runtime";

const inputSchema = z.object({
  token: z.string().max(200),
  name: z.string().trim().min(1, "Say how you are called.").max(100),
  email: z.email("This is not an e-mail address.").max(200),
  password: z.string().min(passwordLengthMin, `A password has at least ${passwordLengthMin} characters.`).max(passwordLengthMax),
});

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Far more than the form has. */
const bodyBytesMax = 16_384;

/** Makes the first owner with the token of the one-time link. */
export async function POST(request: Request): Promise<Response> {
  const requestId = newUuid();
  try {
    await setUp(request);
    return Response.json({ status: "created" });
  } catch (error) {
    return failure(error, requestId);
  }
}

async function setUp(request: Request): Promise<void> {
  const runtime = await getRuntime();
  const { DATA_DIR, PUBLIC_URL } = runtime.environment;
  demandOwnPage(request, PUBLIC_URL);
  const { token, ...owner } = parseInput(await readJson(request, bodyBytesMax));
  // The supervisor makes a token at every start; once somebody can sign in none of them works.
  if (!(await isSetupNeeded(runtime.db))) throw hasOwner();
  const expected = await readSetupToken(DATA_DIR);
  if (expected === undefined || expected === "" || !timingSafeEqual(digest(token), digest(expected)))
    throw new ServiceError("AccessDeniedException", "This link was used already or is not the one of this installation.");
  const outcome = await createFirstOwner(runtime.db, { ...owner, accountId: runtime.workspace.accountId }, runtime.clock, runtime.random);
  if (outcome === "exists") throw hasOwner();
  await rm(join(DATA_DIR, "setup-token"), { force: true });
}

function parseInput(value: unknown): z.output<typeof inputSchema> {
  const parsed = inputSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]));
  throw new ServiceError("BadRequestException", "Some fields need another value.", { fields });
}

function hasOwner(): ServiceError {
  return new ServiceError("AccessDeniedException", "There is an owner already. Sign in instead.");
}
