import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { LogEntryView } from "@/components/logs/log-entry";
import { PageFrame } from "@/components/ui/page-frame";

type Props = { params: Promise<{ requestId: string }> };

export const metadata: Metadata = { title: "Request" };

export default async function Page({ params }: Props) {
  const { requestId } = await params;
  return prefetch(
    [["getLogEntry", { requestId }]],
    <PageFrame title="Request" text="One request as the gateway answered it.">
      <LogEntryView requestId={requestId} />
    </PageFrame>,
  );
}
