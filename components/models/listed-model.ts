import type { Output } from "@/lib/client/operations";

export type ListedModel = Output<"listModels">[number];
