"use client";
import { MapTable } from "@/components/ui/map-table";

type Tags = Record<string, string>;
type Props = { tags: Tags; onChange: (tags: Tags) => void; disabled: boolean };

/** Tags as a list that can be changed. */
export function TagsTable({ tags, onChange, disabled }: Props) {
  return (
    <MapTable
      label="Tags"
      keyLabel="Tag"
      valueLabel="Value"
      keyPlaceholder="team"
      valuePlaceholder="payments"
      addLabel="Add a tag"
      disabled={disabled}
      values={tags}
      onChange={onChange}
    />
  );
}
