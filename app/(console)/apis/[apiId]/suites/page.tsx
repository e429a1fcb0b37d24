import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { Suites } from "@/components/suites/suites";

export const metadata: Metadata = { title: "Suites" };

type Props = { params: Promise<{ apiId: string }> };

export default async function Page({ params }: Props) {
  const { apiId } = await params;
  return prefetch(
    [
      ["getApi", { apiId }],
      ["listSuites", { apiId }],
      ["listSavedRequests", { apiId }],
    ],
    <Suites apiId={apiId} />,
  );
}
