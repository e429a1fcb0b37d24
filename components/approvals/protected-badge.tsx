import { ShieldCheck } from "lucide-react";
import { Badge } from "@/components/ui/badge";

/** Marks a stage that takes deployments only with the approval of a second member. */
export function ProtectedBadge() {
  return (
    <Badge tone="accent" title="A second member has to approve deployments to it.">
      <ShieldCheck aria-hidden /> protected
    </Badge>
  );
}
