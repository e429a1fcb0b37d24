import { Badge } from "@/components/ui/badge";

/** Tags in the row of a list; nothing where there are none. */
export function TagBadges({ tags }: { tags: Readonly<Record<string, string>> }) {
  const entries = Object.entries(tags);
  if (entries.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-1 pb-1">
      {entries.map(([name, value]) => (
        <Badge key={name}>{value === "" ? name : `${name}=${value}`}</Badge>
      ))}
    </span>
  );
}
