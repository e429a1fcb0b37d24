import { CopyButton } from "@/components/ui/copy-button";

/** Where a call goes, for use elsewhere. */
export function CallAddress({ url }: { url: string }) {
  return (
    <p className="flex min-w-0 items-center gap-1 text-muted text-sm">
      <code className="truncate" title={url}>
        {url}
      </code>
      <CopyButton text={url} label="Copy the address" />
    </p>
  );
}
