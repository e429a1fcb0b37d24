import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { ApiList } from "@/components/apis/api-list";

export const metadata: Metadata = { title: "APIs" };

export default function ApisPage() {
  return prefetch(
    [
      ["listApis", {}],
      ["listTraffic", {}],
    ],
    <ApiList />,
  );
}
