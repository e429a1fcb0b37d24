import { handleIngest } from "@/lib/feed/server/feed-door";
import { explainRecords } from "@/lib/services/explain-records";
import { getRuntime } from "@/lib/services/runtime";

export const dynamic = "force-dynamic";

export async function POST(request: Request): Promise<Response> {
  return handleIngest(await getRuntime(), request, explainRecords);
}
