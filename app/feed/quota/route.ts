import { handleQuota } from "@/lib/feed/server/feed-door";
import { getRuntime } from "@/lib/services/runtime";

export const dynamic = "force-dynamic";

export async function POST(request: Request): Promise<Response> {
  return handleQuota(await getRuntime(), request);
}
