"use client";
import { useEffect, useState } from "react";
import type { RequestFilter } from "@/lib/definition/request-filter";

type Look = (filter: RequestFilter) => string | undefined;

/** What keeps a filter from being saved, once the code that looks is loaded; the server looks at every filter in any case. */
export function useFilterProblem(filter: RequestFilter): string | undefined {
  const [look, setLook] = useState<Look>();
  useEffect(() => {
    let isGone = false;
    void import("./filter-problem").then(
      ({ problemOf }) => isGone || setLook(() => problemOf),
      // Without it the server's answer says what is wrong.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, []);
  return look?.(filter);
}
