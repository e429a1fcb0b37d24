import { handleChanges, handleIngest, handleSnapshot } from "../../lib/feed/server/feed-door.ts";
import { explainRecords } from "../../lib/services/explain-records.ts";
import { judgeCanaries } from "../../lib/services/judge-canaries.ts";
import { getRuntime } from "../../lib/services/runtime.ts";
import { handleAws } from "../../lib/wire/door.ts";

/** What the routes of the app do, in one function. */
export async function handle(request: Request): Promise<Response> {
  const runtime = await getRuntime();
  const { pathname } = new URL(request.url);
  if (pathname === "/feed/changes") return handleChanges(runtime, request);
  if (pathname === "/feed/ingest") {
    return handleIngest(runtime, request, { explain: explainRecords, afterwards: (points) => judgeCanaries(runtime, points) });
  }
  if (pathname.startsWith("/feed/snapshots/")) return handleSnapshot(runtime, request, pathname.split("/").at(-1) ?? "");
  return handleAws(runtime, request);
}
