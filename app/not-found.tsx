import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <main className="flex min-h-screen items-center">
      <EmptyState
        title="There is nothing at this address"
        action={
          <Link href="/apis" className="font-medium text-accent hover:underline">
            Go to the APIs
          </Link>
        }
      >
        What was here may have been renamed or deleted.
      </EmptyState>
    </main>
  );
}
