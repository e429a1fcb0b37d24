import { handleSnapshot } from "@/lib/feed/server/feed-door";
import { getRuntime } from "@/lib/services/runtime";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ hash: string }> }): Promise<Response> {
  const { hash } = await params;
  return handleSnapshot(await getRuntime(), request, hash);
}
