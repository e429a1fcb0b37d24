import { isSetupNeeded } from "@/lib/auth/users";
import { getRuntime } from "@/lib/services/runtime";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  try {
    const { db } = await getRuntime();
    return Response.json({ status: "ok", setupNeeded: await isSetupNeeded(db) });
  } catch (error) {
    return Response.json(
      { status: "unavailable", reason: error instanceof Error ? error.message : "The database does not answer." },
      { status: 503 },
    );
  }
}
