import { handleDraft } from "@/lib/feed/server/feed-door";
import { answerPreview } from "@/lib/services/preview-draft";
import { getRuntime } from "@/lib/services/runtime";

export const dynamic = "force-dynamic";

export async function POST(request: Request): Promise<Response> {
  const runtime = await getRuntime();
  return handleDraft(runtime, request, (question) => answerPreview(runtime, question));
}
