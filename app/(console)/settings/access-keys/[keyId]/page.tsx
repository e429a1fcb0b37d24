import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { AccessKeyPage } from "@/components/settings/access-key-page";

export const metadata: Metadata = { title: "Access key" };

type Props = { params: Promise<{ keyId: string }> };

export default async function Page({ params }: Props) {
  const { keyId } = await params;
  return prefetch(
    [
      ["listAccessKeys", {}],
      ["getWorkspace", {}],
    ],
    <AccessKeyPage keyId={keyId} />,
  );
}
