import { accountBytesMax, accountInput, parseAccount } from "@/app/api/_account-input";
import { failure } from "@/app/api/_failure";
import { demandOwnPage, readJson } from "@/app/api/_guard";
import { newUuid } from "@/lib/base/ids";
import { acceptInvitation } from "@/lib/services/members";
import { getRuntime } from "@/lib/services/runtime";
import { scopeFor } from "@/lib/services/runtime-scope";

/** Takes an invitation with the token of its link: the member can sign in afterwards. */
export async function POST(request: Request): Promise<Response> {
  const requestId = newUuid();
  try {
    const runtime = await getRuntime();
    demandOwnPage(request, runtime.environment.PUBLIC_URL);
    const input = parseAccount(accountInput, await readJson(request, accountBytesMax));
    await acceptInvitation((actor) => scopeFor(runtime, { actor, requestId }), runtime, input);
    return Response.json({ status: "accepted" });
  } catch (error) {
    return failure(error, requestId);
  }
}
