import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Documentation } from "@/components/documentation/documentation";

export const metadata: Metadata = { title: "Documentation" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch(
    [
      ["listDocumentationParts", { apiId }],
      ["listDocumentationVersions", { apiId }],
    ],
    <Documentation apiId={apiId} />,
  );
}
