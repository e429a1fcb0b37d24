import { handleChanges } from "@/lib/feed/server/feed-door";
import { getRuntime } from "@/lib/services/runtime";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  return handleChanges(await getRuntime(), request);
}
