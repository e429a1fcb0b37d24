"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Alert } from "./alert";
import { Button } from "./button";
import { SkeletonRows } from "./skeleton";

type Props<T> = { query: UseQueryResult<T, Error>; what: string; children: (data: T) => ReactNode };

/** Loading, refusal and data of one query. Old data stays while new data comes. */
export function QueryState<T>({ query, what, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    return (
      <Alert
        tone="error"
        live
        title={`Could not read ${what}.`}
        actions={
          <Button size="sm" onClick={() => query.refetch()}>
            Try again
          </Button>
        }
      >
        {query.error.message}
      </Alert>
    );
  }
  return <SkeletonRows label={`Reading ${what}`} />;
}
