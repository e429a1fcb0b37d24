import { stringify } from "yaml";
import { exportHttpApi } from "../../openapi/export-http.ts";
import { loadSnapshotText } from "../definitions.ts";
import { badRequest } from "../errors.ts";
import { type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { read } from "../write.ts";
import { getV2ApiRow } from "./change-api.ts";
import { loadV2Definition, parseV2Snapshot } from "./load-definition.ts";
import { getV2StageRow } from "./stages.ts";
import type { V2Rows } from "./v2-rows.ts";

export type ExportV2ApiInput = {
  apiId: string;
  /** `OAS30`. */
  specification: string;
  /** `JSON` or `YAML`. */
  outputType: string;
  exportVersion?: string | undefined;
  includeExtensions?: boolean | undefined;
  /** Without a stage the draft is exported. */
  stageName?: string | undefined;
};

/** The document of an HTTP API: what a stage serves, or the draft. */
export async function exportV2Api(scope: Scope, input: ExportV2ApiInput): Promise<{ body: string }> {
  const { apiId, specification, outputType, exportVersion, includeExtensions = true, stageName } = input;
  if (specification !== "OAS30") throw badRequest("Invalid specification specified. Valid options are OAS30");
  if (outputType !== "JSON" && outputType !== "YAML") throw badRequest("Invalid output type specified. Valid options are JSON, YAML");
  if (exportVersion !== undefined && exportVersion !== "1.0") throw badRequest("Invalid export version specified. Valid options are 1.0");
  const document = await read(scope, async (source) => {
    const api = await getV2ApiRow(source, scope, apiId);
    if (api.kind !== "HTTP") throw badRequest("Only HTTP APIs can be exported");
    const definition = await definitionOf(source, scope, api, stageName);
    const { region } = scope.workspace;
    return exportHttpApi({ definition, stageName, region, includesExtensions: includeExtensions, createdDate: api.createdAt });
  });
  return { body: outputType === "YAML" ? stringify(document, { aliasDuplicateObjects: false }) : JSON.stringify(document, null, 2) };
}

async function definitionOf(source: Source, scope: Scope, api: V2Rows["Api"], stageName: string | undefined) {
  if (stageName === undefined) return loadV2Definition(source, api);
  const { deploymentId } = await getV2StageRow(source, scope, { apiId: api.id, stageName });
  const deployment = deploymentId === "" ? null : await table(source, "Deployment").findUnique({ where: { id: deploymentId } });
  if (deployment === null) throw badRequest(`Stage ${stageName} has no deployment`);
  return parseV2Snapshot((await loadSnapshotText(source, deployment.snapshotHash)) ?? "");
}
