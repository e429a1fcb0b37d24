"use client";
import { useMemo } from "react";
import { useOperation } from "@/components/data/use-operations";
import type { TemplateTestDetail } from "@/lib/client/test-operations";
import { templatePlaceKey } from "@/lib/definition/template-place-key";
import type { TemplatePlace } from "@/lib/definition/template-test";

const none: readonly TemplateTestDetail[] = [];

/** The tests of one template; there are none where templates have no tests. */
export function useTemplateTests(apiId: string, place: TemplatePlace | undefined): readonly TemplateTestDetail[] {
  const tests = useOperation("listTemplateTests", { apiId }, { enabled: place !== undefined });
  const key = place && templatePlaceKey(place);
  return useMemo(() => (tests.data && key ? tests.data.filter((test) => templatePlaceKey(test.place) === key) : none), [tests.data, key]);
}
