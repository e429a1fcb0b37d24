import type { ReactNode } from "react";
import { ServiceError } from "@/lib/base/service-error";
import type { ApiKind } from "@/lib/client/operations";
import { getListedApi } from "@/lib/services/draft-state";
import { consoleScope, findUser } from "./_session";

type Pages = { rest: () => Promise<ReactNode>; other: () => Promise<ReactNode> };

/** Draws a page that APIs of each kind have in a form of their own; only the one that is drawn reaches the browser. */
export async function byKind(apiId: string, { rest, other }: Pages): Promise<ReactNode> {
  return (await kindOf(apiId)) === "REST" ? rest() : other();
}

async function kindOf(apiId: string): Promise<ApiKind> {
  const user = await findUser();
  if (user === undefined) return "REST";
  try {
    const { kind } = await getListedApi(await consoleScope(user), apiId);
    return kind === "HTTP" || kind === "WEBSOCKET" ? kind : "REST";
  } catch (error) {
    // The page's own first query says that there is no such API.
    if (error instanceof ServiceError && error.code === "NotFoundException") return "REST";
    throw error;
  }
}
