import type { Tone } from "@/components/ui/badge";

export function statusTone(status: number): Tone {
  if (status >= 500) return "error";
  if (status >= 400) return "warn";
  return status >= 300 ? "info" : "ok";
}
