import { importRestApi, putRestApi } from "../../services/import-rest-api.ts";
import * as restApis from "../../services/rest-apis.ts";
import type { V1Inputs } from "../generated/v1.ts";
import { restApiPatch } from "../patch/definition-patches.ts";
import { patch } from "./definition-operations.ts";
import type { Handlers } from "./handler.ts";

export const restApiOperations = {
  CreateRestApi: async (scope, input) => shown(await restApis.createRestApi(scope, input)),
  GetRestApi: async (scope, input) => shown(await restApis.getRestApi(scope, input)),
  GetRestApis: async (scope, input) => {
    const page = await restApis.getRestApis(scope, input);
    return { ...page, items: page.items.map(shown) };
  },
  UpdateRestApi: async (scope, input) => shown(await restApis.updateRestApi(scope, input, patch(restApiPatch, input))),
  DeleteRestApi: restApis.deleteRestApi,
  ImportRestApi: async (scope, input) => shown(await importRestApi(scope, input)),
  PutRestApi: async (scope, input) => shown(await putRestApi(scope, input)),
} satisfies Partial<Handlers<keyof V1Inputs>>;

/** The service escapes the policy's text once more than JSON needs; clients undo that. */
function shown(api: restApis.RestApi): restApis.RestApi {
  return api.policy === undefined ? api : { ...api, policy: JSON.stringify(api.policy).slice(1, -1) };
}
