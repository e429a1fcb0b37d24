import type { NextRequest } from "next/server";
import { consoleScope, findUser } from "@/app/_session";
import { newUuid } from "@/lib/base/ids";
import { ServiceError } from "@/lib/base/service-error";
import { followSocketSession } from "@/lib/services/v2/socket-sessions";
import { failure } from "../../_failure";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ sessionId: string }> };

// Proxies end streams that say nothing.
const aliveEveryMs = 15_000;

/** What happens on a connection of the tester, as server-sent events; the browser comes back by itself and says what it had. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const requestId = newUuid();
  try {
    const user = await findUser();
    if (user === undefined) throw new ServiceError("UnauthorizedException", "Your session has ended. Sign in again.");
    const { sessionId } = await params;
    const scope = await consoleScope(user, requestId);
    const after = Number(request.headers.get("last-event-id") ?? 0) || 0;
    let leave = () => {};
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        const encoder = new TextEncoder();
        const say = (text: string) => controller.enqueue(encoder.encode(text));
        const stop = followSocketSession(scope, {
          sessionId,
          after,
          onEntry: (entry) => say(`id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`),
        });
        say(": connected\n\n");
        const timer = setInterval(() => say(": alive\n\n"), aliveEveryMs);
        leave = () => {
          clearInterval(timer);
          stop();
        };
      },
      cancel: () => leave(),
    });
    return new Response(stream, {
      headers: {
        "content-type": "text/event-stream",
        // Compression would hold entries back.
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
      },
    });
  } catch (error) {
    return failure(error, requestId);
  }
}
