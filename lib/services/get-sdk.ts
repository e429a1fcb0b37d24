import { describeApi } from "../sdk/describe-api.ts";
import { generateSdk } from "../sdk/generate-sdk.ts";
import { type SdkType, sdkTypes, unmadeSdkTypes } from "../sdk/sdk-types.ts";
import { zip } from "../sdk/zip.ts";
import { getSnapshotDefinition } from "./definitions.ts";
import { badRequest, notFound } from "./errors.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import type { Scope } from "./scope.ts";
import { getStage } from "./stages.ts";
import { read } from "./write.ts";

/** What a kind of SDK is and asks for, as clients of the service see it. */
export type ShownSdkType = {
  id: string;
  friendlyName: string;
  description: string;
  configurationProperties: { name: string; friendlyName: string; description: string; required: boolean; defaultValue?: string }[];
};

export async function getSdkTypes(scope: Scope, input: PageInput): Promise<Page<ShownSdkType>> {
  return read(scope, async () => {
    const page = pageOf(sdkTypes, ({ id }) => id, input);
    return { ...page, items: page.items.map(shown) };
  });
}

export async function getSdkType(scope: Scope, { id }: { id: string }): Promise<ShownSdkType> {
  return read(scope, async () => {
    const type = sdkTypes.find((each) => each.id === id);
    if (type === undefined) throw notFound("Invalid SDK type identifier specified");
    return shown(type);
  });
}

function shown({ id, friendlyName, description, properties }: SdkType): ShownSdkType {
  const configurationProperties = properties.map(({ alias: _, ...property }) => property);
  return { id, friendlyName, description, configurationProperties };
}

export type GetSdkInput = {
  restApiId: string;
  stageName: string;
  sdkType: string;
  parameters?: Record<string, string> | undefined;
};

export type SdkArchive = { contentType: string; contentDisposition: string; body: Uint8Array<ArrayBuffer> };

/** A client of what a stage serves, as an archive of its source. */
export async function getSdk(scope: Scope, { gatewayUrl }: { gatewayUrl: string }, input: GetSdkInput): Promise<SdkArchive> {
  const { restApiId, stageName, sdkType, parameters = {} } = input;
  const type = demandType(sdkType);
  const { deploymentId } = await getStage(scope, { restApiId, stageName });
  const definition = await getSnapshotDefinition(scope, restApiId, deploymentId);
  // By path, as names below localhost are not known everywhere.
  const endpoint = `${gatewayUrl.replace(/\/+$/, "")}/_aws/execute-api/${restApiId}/${stageName}`;
  const sdk = generateSdk(describeApi({ definition, stageName, region: scope.workspace.region, endpoint }), type, parameters);
  if ("problem" in sdk) throw badRequest(sdk.problem);
  const at = scope.clock();
  const stamp = at.toISOString().slice(0, 16).replace("T", "_").replace(":", "-");
  return {
    contentType: "application/octet-stream",
    contentDisposition: `attachment; filename="${type.id}_${stamp}Z.zip"`,
    body: zip(sdk.files, at),
  };
}

function demandType(id: string): SdkType {
  const type = sdkTypes.find((each) => each.id === id);
  if (type !== undefined) return type;
  const made = sdkTypes.map((each) => each.id).join(", ");
  if (unmadeSdkTypes.some((each) => each === id)) throw badRequest(`Gatehouse makes no SDK of type ${id}. It makes: ${made}`);
  throw badRequest(`Invalid SDK type specified: ${id}. Valid options are ${made}`);
}
