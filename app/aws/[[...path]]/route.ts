import { findCallerAddress } from "@/lib/services/caller-address";
import { getRuntime } from "@/lib/services/runtime";
import { handleAws } from "@/lib/wire/door";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const runtime = await getRuntime();
  return handleAws(runtime, request, findCallerAddress(request.headers, runtime.environment.TRUSTED_PROXIES ?? ""));
}

export { handle as DELETE, handle as GET, handle as HEAD, handle as PATCH, handle as POST, handle as PUT };
