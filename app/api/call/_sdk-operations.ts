import { z } from "zod";
import { getSdk, getSdkTypes } from "@/lib/services/get-sdk";
import { stageKey } from "./_inputs";
import type { Row } from "./_row";

const parameters = z.record(z.string().max(100), z.string().max(10_000));

export const sdkOperations = {
  listSdkTypes: { kind: "query", input: z.object({}), run: async ({ scope }) => (await getSdkTypes(scope, {})).items },
  downloadSdk: {
    kind: "mutation",
    input: stageKey.extend({ sdkType: z.string().max(50), parameters }),
    run: async ({ scope, runtime }, { apiId: restApiId, stageName, sdkType, parameters: given }) => {
      const { body } = await getSdk(scope, runtime, { restApiId, stageName, sdkType, parameters: given });
      return { name: `${restApiId}-${stageName}-${sdkType}.zip`, base64: Buffer.from(body).toString("base64") };
    },
  },
} satisfies { [N in "listSdkTypes" | "downloadSdk"]: Row<N> };
