"use client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { Skeleton } from "@/components/ui/skeleton";
import { listOverrides } from "./list-overrides";
import { ScrollText } from "./scroll-text";
import type { CheckState } from "./template-checker";

type Props = {
  label: string;
  check: CheckState;
  isLarge: boolean;
  onShow: (place: { line: number; column: number }) => void;
};

/** The text that the template writes, what is wrong with it, and what it overrides. */
export function PreviewOutput({ label, check, isLarge, onShow }: Props) {
  if (check.kind === "waiting") return <Skeleton className="h-24" />;
  if (check.kind === "failed") return <p className="text-muted">No preview: {check.title}</p>;
  const { preview } = check.answer;
  if (preview.kind === "error") {
    return (
      <Alert
        tone="error"
        title={`The template fails in line ${preview.line}, column ${preview.column}.`}
        actions={
          <Button size="sm" onClick={() => onShow(preview)}>
            Show line {preview.line}
          </Button>
        }
      >
        <code>{preview.message}</code>
      </Alert>
    );
  }
  const { output, length, json } = preview;
  const overrides = listOverrides(preview.overrides);
  return (
    <div className="flex flex-col gap-2">
      {json.state === "invalid" ? (
        <p className="text-error text-sm">
          The output is not JSON: <code>{json.message}</code>
        </p>
      ) : null}
      <div className="relative">
        <ScrollText label={`Output of ${label}`} className={cn("min-h-16 pr-8", isLarge ? "max-h-[40vh]" : "max-h-60")}>
          {output === "" ? <span className="text-muted">The template writes nothing.</span> : output}
        </ScrollText>
        <span className="absolute top-1 right-1">
          <CopyButton text={output} label="Copy the output" />
        </span>
      </div>
      <p className="text-muted text-sm">
        {length > output.length ? `The first ${output.length} of ${length} characters` : `${length} characters`} in {Math.ceil(check.ms)} ms
      </p>
      {overrides.length > 0 ? (
        <table className="w-full text-left text-sm">
          <caption className="pb-1 text-left font-medium">Overrides</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">What</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {overrides.map(({ name, value }) => (
              <tr key={name} className="border-line border-t">
                <td className="py-1 pr-3 font-mono">{name}</td>
                <td className="break-all py-1 font-mono">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}
