import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { FilterPage } from "@/components/filters/filter-page";

export const metadata: Metadata = { title: "Filter" };

type Props = { params: Promise<{ filterId: string }> };

export default async function Page({ params }: Props) {
  const { filterId } = await params;
  return prefetch([["getFilter", { id: filterId }]], <FilterPage filterId={filterId} />);
}
