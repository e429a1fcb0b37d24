import type { QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { prefetch, type Wanted } from "@/app/_prefetch";
import { Workbench } from "@/components/workbench/workbench";
import { queryKey } from "@/lib/client/keys";
import type { ResourceSummary } from "@/lib/client/operations";

export const metadata: Metadata = { title: "Resources" };

type Params = Record<string, string | string[] | undefined>;
type Props = { params: Promise<{ apiId: string }>; searchParams: Promise<Params> };

export default async function Page({ params, searchParams }: Props) {
  const { apiId } = await params;
  const shown = await searchParams;
  return prefetch([["listResources", { apiId }]], <Workbench apiId={apiId} />, (known) => queriesOfMethod(known, apiId, shown));
}

/** What the method in the address needs to be drawn. */
function queriesOfMethod(known: QueryClient, apiId: string, { node, method }: Params): Wanted[] {
  const resources = known.getQueryData<ResourceSummary[]>(queryKey("listResources", { apiId })) ?? [];
  const resource = resources.find(({ path, parentId }) => (node === undefined ? parentId === undefined : path === node));
  const verb = resource?.methods.find(({ httpMethod }) => httpMethod === method)?.httpMethod;
  if (resource === undefined || verb === undefined) return [];
  const key = { apiId, resourceId: resource.id, httpMethod: verb };
  return [
    ["getMethod", key],
    ["getMethodContext", key],
  ];
}
