"use client";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";

export type Example = { create: () => void; busy: boolean };

/** Makes the pet store and opens its first method with the tester. */
export function useExample(): Example {
  const router = useRouter();
  const write = useWrite("importExample");
  return {
    busy: write.isPending || write.isSuccess,
    create: () =>
      write.mutate(
        {},
        {
          onSuccess: ({ apiId }) => router.push(`/apis/${apiId}/resources?node=%2Fpets&method=GET&dock=true`),
          onError: (error) => void toast.error("Could not make the example.", { description: error.message }),
        },
      ),
  };
}
