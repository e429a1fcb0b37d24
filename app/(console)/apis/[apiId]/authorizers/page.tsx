import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Authorizers } from "@/components/authorizers/authorizers";

export const metadata: Metadata = { title: "Authorizers" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch([["listAuthorizers", { apiId }]], <Authorizers apiId={apiId} />);
}
