"use client";
import { Download } from "lucide-react";
import { toast } from "sonner";
import { useAction } from "@/components/data/use-operations";
import { Button } from "@/components/ui/button";
import { saveFile } from "@/components/ui/save-file";

type Props = { apiId: string; name: string; stageName: string };

/** Saves the requests of what a stage serves as a Postman collection; keys and tokens are empty variables in it. */
export function CollectionButton({ apiId, name, stageName }: Props) {
  const write = useAction("exportCollection");
  return (
    <Button
      busy={write.isPending}
      onClick={() =>
        write.mutate(
          { apiId, stageName },
          {
            onSuccess: ({ body }) =>
              saveFile({
                name: `${name.replaceAll(/[^\w.-]+/g, "-")}-${stageName.replaceAll("$", "")}.postman_collection.json`,
                content: body,
                type: "application/json",
              }),
            onError: (error) => void toast.error("Could not make the collection.", { description: error.message }),
          },
        )
      }
    >
      <Download aria-hidden /> Postman collection
    </Button>
  );
}
