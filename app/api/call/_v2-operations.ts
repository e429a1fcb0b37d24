import { z } from "zod";
import type { Operations } from "@/lib/client/operations";
import { getListedApi } from "@/lib/services/draft-state";
import { getV2Api } from "@/lib/services/v2/apis";
import { createV2Deployment } from "@/lib/services/v2/deployments";
import { getV2Definition } from "@/lib/services/v2/get-definition";
import { getV2Stages } from "@/lib/services/v2/stages";
import { apiKey } from "./_inputs";
import { allV2Pages } from "./_pages";
import type { Row } from "./_row";
import { apiView, v2StageView } from "./_views";

const v2StageKey = apiKey.extend({ stageName: z.string().regex(/^(\$default|[\w-]{1,128})$/) });

/** Calls about HTTP and WebSocket APIs. */
export const v2Operations = {
  getV2Api: {
    kind: "query",
    input: apiKey,
    run: async ({ scope, runtime }, { apiId }) => {
      const [{ tags = {} }, definition, stages, listed] = await Promise.all([
        getV2Api(scope, { apiId }),
        getV2Definition(scope, apiId),
        allV2Pages((page) => getV2Stages(scope, { apiId, ...page })),
        getListedApi(scope, apiId),
      ]);
      return { ...apiView(runtime, listed), tags, definition, stageSettings: stages.map(v2StageView) };
    },
  },
  deployV2Api: {
    kind: "mutation",
    input: v2StageKey,
    run: async ({ scope }, input) => ({ deploymentId: (await createV2Deployment(scope, input)).deploymentId }),
  },
} satisfies { [N in keyof Operations]?: Row<N> };
