import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { KeyPage } from "@/components/keys/key-page";

export const metadata: Metadata = { title: "API key" };

type Props = { params: Promise<{ keyId: string }> };

export default async function Page({ params }: Props) {
  const { keyId } = await params;
  return prefetch([["getKey", { keyId }]], <KeyPage keyId={keyId} />);
}
