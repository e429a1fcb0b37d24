import { getRuntime } from "@/lib/services/runtime";
import { handleAws } from "@/lib/wire/door";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  return handleAws(await getRuntime(), request);
}

export { handle as DELETE, handle as GET, handle as HEAD, handle as PATCH, handle as POST, handle as PUT };
