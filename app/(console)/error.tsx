"use client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="m-6 flex-1">
      <Alert tone="error" live title="This page could not be shown." actions={<Button onClick={reset}>Try again</Button>}>
        The server may be away, or the thing may be gone. {error.digest ? <code>{error.digest}</code> : null}
      </Alert>
    </div>
  );
}
