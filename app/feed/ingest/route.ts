import { handleIngest } from "@/lib/feed/server/feed-door";
import { explainRecords } from "@/lib/services/explain-records";
import { judgeCanaries } from "@/lib/services/judge-canaries";
import { getRuntime } from "@/lib/services/runtime";

export const dynamic = "force-dynamic";

export async function POST(request: Request): Promise<Response> {
  const runtime = await getRuntime();
  // The batch is stored by then: the gateway need not send it again because a rule could not be judged.
  const afterwards = (points: Parameters<typeof judgeCanaries>[1]) =>
    judgeCanaries(runtime, points).catch((error: unknown) => runtime.report({ requestId: "", error }));
  return handleIngest(runtime, request, { explain: explainRecords, afterwards });
}
