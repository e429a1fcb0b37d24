import { Badge, type Tone } from "@/components/ui/badge";

/** The status of a stack in the service's word, with its colour. */
export function StackStatus({ status }: { status: string }) {
  return <Badge tone={toneOf(status)}>{status}</Badge>;
}

function toneOf(status: string): Tone {
  if (status.includes("ROLLBACK") || status.endsWith("FAILED")) return "error";
  if (status.endsWith("COMPLETE")) return "ok";
  return "neutral";
}
