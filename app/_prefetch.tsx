import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ServiceError } from "@/lib/base/service-error";
import { queryKey } from "@/lib/client/keys";
import type { Input, QueryName } from "@/lib/client/operations";
import { getRuntime } from "@/lib/services/runtime";
import { consoleScope, findUser } from "./_session";
import { operations } from "./api/call/_operations";

export type Wanted = { [N in QueryName]: readonly [N, Input<N>] }[QueryName];

/**
 * Draws a page with the answers of its first queries already in the cache. The first one decides whether the page exists; `more` are
 * queries that take something from those answers.
 */
export async function prefetch(wanted: readonly Wanted[], page: ReactNode, more?: (known: QueryClient) => readonly Wanted[]) {
  const client = new QueryClient();
  const user = await findUser();
  if (user) {
    const context = { scope: await consoleScope(user), runtime: await getRuntime() };
    await Promise.all(wanted.map(([name, input], index) => fill(client, context, name, input, index === 0)));
    await Promise.all((more?.(client) ?? []).map(([name, input]) => fill(client, context, name, input, false)));
  }
  return <HydrationBoundary state={dehydrate(client)}>{page}</HydrationBoundary>;
}

type Context = Parameters<(typeof operations)["listApis"]["run"]>[0];

async function fill<N extends QueryName>(client: QueryClient, context: Context, name: N, input: Input<N>, decides: boolean): Promise<void> {
  // Each name's row takes that name's input: the two are pairs of one list.
  const row = operations[name] as { run: (context: Context, input: Input<N>) => Promise<unknown> };
  try {
    client.setQueryData(queryKey(name, input), await row.run(context, input));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (decides && error.code === "NotFoundException") notFound();
    // The browser asks again and shows the refusal in its place.
  }
}
