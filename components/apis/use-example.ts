"use client";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import type { ApiKind } from "@/lib/client/operations";

export type Example = { create: (kind: ApiKind) => void; busy: boolean };

/** Makes an example that works, and opens it where it can be called. */
export function useExample(): Example {
  const router = useRouter();
  const onError = (error: Error) => void toast.error("Could not make the example.", { description: error.message });
  const rest = useWrite("importExample", {
    onSuccess: ({ apiId }) => router.push(`/apis/${apiId}/resources?node=%2Fpets&method=GET&dock=true`),
    onError,
  });
  const v2 = useWrite("createV2Example", {
    onSuccess: ({ apiId }, { protocolType }) => router.push(protocolType === "HTTP" ? `/apis/${apiId}/test` : `/apis/${apiId}/connections`),
    onError,
  });
  return {
    busy: rest.isPending || rest.isSuccess || v2.isPending || v2.isSuccess,
    create: (kind) => (kind === "REST" ? rest.mutate({}) : v2.mutate({ protocolType: kind })),
  };
}
