"use client";
import type { ReactNode } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { Alert } from "./alert";
import { Button } from "./button";

/** One pane may fail without taking the page with it. */
export function PaneBoundary({ name, children }: { name: string; children: ReactNode }) {
  return (
    <ErrorBoundary
      fallbackRender={({ error, resetErrorBoundary }) => (
        <Alert
          tone="error"
          live
          className="m-3"
          title={`${name} could not be shown.`}
          actions={
            <Button size="sm" onClick={resetErrorBoundary}>
              Try again
            </Button>
          }
        >
          {error instanceof Error ? error.message : "Something unexpected was thrown."}
        </Alert>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}
