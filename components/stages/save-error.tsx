import { Alert } from "@/components/ui/alert";
import type { CallError } from "@/lib/client/call";

export function SaveError({ error, stageName }: { error: CallError | null; stageName: string }) {
  if (error === null) return null;
  return (
    <Alert tone="error" live title={`Could not save ${stageName}.`}>
      <code>{error.message}</code>
    </Alert>
  );
}
