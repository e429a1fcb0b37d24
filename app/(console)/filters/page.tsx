import type { Metadata } from "next";
import { prefetch } from "@/app/_prefetch";
import { FiltersPage } from "@/components/filters/filters-page";

export const metadata: Metadata = { title: "Filters" };

export default async function Page() {
  return prefetch([["listFilters", {}]], <FiltersPage />);
}
