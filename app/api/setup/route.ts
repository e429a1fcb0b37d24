import { createHash, timingSafeEqual } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { accountBytesMax, accountInput, parseAccount } from "@/app/api/_account-input";
import { failure } from "@/app/api/_failure";
import { demandOwnPage, readJson } from "@/app/api/_guard";
import { readSetupToken } from "@/app/setup/_token";
import { createFirstOwner, isSetupNeeded } from "@/lib/auth/users";
import { newUuid } from "@/lib/base/ids";
import { ServiceError } from "@/lib/base/service-error";
import { getRuntime } from "@/lib/services/runtime";

const inputSchema = accountInput.extend({ email: z.email("This is not an e-mail address.").max(200) });

const digest = (text: string) => createHash("sha256").update(text).digest();

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
  const { token, ...owner } = parseAccount(inputSchema, await readJson(request, accountBytesMax));
  // The supervisor makes a token at every start; once somebody can sign in none of them works.
  if (!(await isSetupNeeded(runtime.db))) throw hasOwner();
  const expected = await readSetupToken(DATA_DIR);
  if (expected === undefined || expected === "" || !timingSafeEqual(digest(token), digest(expected)))
    throw new ServiceError("AccessDeniedException", "This link was used already or is not the one of this installation.");
  const outcome = await createFirstOwner(runtime.db, { ...owner, accountId: runtime.workspace.accountId }, runtime.clock, runtime.random);
  if (outcome === "exists") throw hasOwner();
  await rm(join(DATA_DIR, "setup-token"), { force: true });
}

function hasOwner(): ServiceError {
  return new ServiceError("AccessDeniedException", "There is an owner already. Sign in instead.");
}
