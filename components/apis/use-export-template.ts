"use client";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { saveFile } from "@/components/ui/save-file";

/** Saves an API as a CloudFormation template. */
export function useExportTemplate(): (apiId: string) => void {
  const write = useWrite("exportTemplate");
  return (apiId) =>
    write.mutate(
      { apiId, format: "yaml" },
      {
        onSuccess: ({ name, text }) => saveFile({ name, content: text, type: "application/yaml" }),
        onError: ({ message }) => void toast.error("The template was not made", { description: message }),
      },
    );
}
