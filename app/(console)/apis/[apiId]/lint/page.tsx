import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { LintPage } from "@/components/lint/lint-page";

export const metadata: Metadata = { title: "Lint" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch(
    [
      ["getApi", { apiId }],
      ["lint", { apiId }],
    ],
    <LintPage apiId={apiId} />,
  );
}
