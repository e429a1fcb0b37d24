import { isSetupNeeded } from "@/lib/auth/users";
import { newUuid } from "@/lib/base/ids";
import { getRuntime } from "@/lib/services/runtime";
import { reportTrouble } from "@/lib/services/runtime-scope";

export const dynamic = "force-dynamic";

/** Anybody may ask, so it says whether the console works and not why it does not; the log of the process does. */
export async function GET(): Promise<Response> {
  try {
    const { db } = await getRuntime();
    return Response.json({ status: "ok", setupNeeded: await isSetupNeeded(db) });
  } catch (error) {
    reportTrouble({ requestId: newUuid(), error });
    return Response.json({ status: "unavailable", reason: "The database does not answer." }, { status: 503 });
  }
}
