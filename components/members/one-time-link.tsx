import { Alert } from "@/components/ui/alert";
import { CopyButton } from "@/components/ui/copy-button";
import { Time } from "@/components/ui/time";
import type { LinkView } from "@/lib/client/member-operations";

/** A link to hand over; nobody sees it again. */
export function OneTimeLink({ link, title }: { link: LinkView; title: string }) {
  return (
    <Alert tone="ok" live title={title}>
      <p className="flex items-center gap-1">
        <code className="break-all">{link.url}</code>
        <CopyButton text={link.url} label="Copy the link" />
      </p>
      <p className="text-muted text-sm">
        Hand it over yourself: it works once, <Time date={link.expiresAt} /> at the latest, and is not shown again.
      </p>
    </Alert>
  );
}
