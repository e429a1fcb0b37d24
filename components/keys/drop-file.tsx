"use client";
import { FileUp } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { cn } from "@/components/ui/cn";
import { apiKeyFileBytesMax, decodeApiKeyFile } from "@/lib/definition/api-key-file";

type Props = { onFile: (file: { name: string; text: string }) => void };

/** Takes a CSV file by drop or choice; what is no text in UTF-8 is refused with a sentence. */
export function DropFile({ onFile }: Props) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<{ name: string; message: string }>();
  const [name, setName] = useState<string>();

  async function read(file: File | undefined) {
    if (file === undefined) return;
    // A file beyond the limit is not even read.
    const bytes = await file.slice(0, apiKeyFileBytesMax + 1).arrayBuffer();
    const decoded = decodeApiKeyFile(new Uint8Array(bytes));
    setName(file.name);
    if (!decoded.ok) return setProblem({ name: file.name, message: decoded.message });
    setProblem(undefined);
    onFile({ name: file.name, text: decoded.text });
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  }
  return (
    <>
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          "relative flex cursor-pointer items-center gap-3 rounded-md border border-line-strong border-dashed bg-raised p-5 focus-within:border-accent focus-within:outline-2 focus-within:outline-accent",
          isOver && "border-accent bg-accent-bg",
        )}
      >
        <FileUp aria-hidden className="size-5 text-muted" />
        <span>
          <span className="font-medium">CSV file</span>
          <span className="block text-muted text-sm">{name ?? "Drop it here, or press to choose it. CSV UTF-8, up to 10 MB."}</span>
        </span>
        <input
          id={id}
          type="file"
          accept=".csv,text/csv"
          className="absolute inset-0 cursor-pointer opacity-0"
          onChange={(event) => {
            void read(event.target.files?.[0]);
            // The same file can be chosen again after it was repaired.
            event.target.value = "";
          }}
        />
      </label>
      {problem ? (
        <Alert tone="error" live title={`Could not read ${problem.name}.`}>
          {problem.message}
        </Alert>
      ) : null}
    </>
  );
}
