import type { V2ApiDefinition } from "../../definition/v2-api.ts";
import type { Scope } from "../scope.ts";
import { read } from "../write.ts";
import { getV2ApiRow } from "./change-api.ts";
import { loadV2Definition } from "./load-definition.ts";

/** The draft of an HTTP or WebSocket API. */
export async function getV2Definition(scope: Scope, apiId: string): Promise<V2ApiDefinition> {
  return read(scope, async (source) => loadV2Definition(source, await getV2ApiRow(source, scope, apiId)));
}
