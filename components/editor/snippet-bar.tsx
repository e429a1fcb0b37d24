"use client";
import { Button } from "@/components/ui/button";
import { vtlSnippets } from "./vtl-snippets";

type Props = { onChoose: (text: string) => void };

/** Templates to start from, while there is nothing yet. */
export function SnippetBar({ onChoose }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-1">
      <span className="text-muted text-sm">Start with:</span>
      {vtlSnippets.map(({ name, summary, text }) => (
        <Button key={name} size="sm" title={summary} onClick={() => onChoose(text)}>
          {name}
        </Button>
      ))}
    </div>
  );
}
